package org.slf4j;

public interface Logger {
    void error(String message);
}
