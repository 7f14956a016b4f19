package org.springframework.web.bind.annotation;

public @interface SessionAttribute { String value() default ""; }
