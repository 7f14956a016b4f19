package org.springframework.http;

public enum HttpStatus implements HttpStatusCode {
    FORBIDDEN(403), SERVICE_UNAVAILABLE(503);

    private final int value;

    HttpStatus(int value) {
        this.value = value;
    }

    @Override
    public int value() {
        return value;
    }
}
