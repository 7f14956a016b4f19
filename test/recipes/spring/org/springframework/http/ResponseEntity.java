package org.springframework.http;

/** What the recipe uses of Spring 6's class: status, one header and a body. */
public class ResponseEntity<T> {
    private final int status;
    private final T body;

    private ResponseEntity(int status, T body) {
        this.status = status;
        this.body = body;
    }

    public T getBody() {
        return body;
    }

    public int status() {
        return status;
    }

    public static BodyBuilder ok() {
        return new BodyBuilder(200);
    }

    public static BodyBuilder status(HttpStatusCode status) {
        return new BodyBuilder(status.value());
    }

    public static BodyBuilder noContent() {
        return new BodyBuilder(204);
    }

    public record BodyBuilder(int status) {
        public BodyBuilder cacheControl(CacheControl control) {
            return this;
        }

        public <T> ResponseEntity<T> body(T body) {
            return new ResponseEntity<>(status, body);
        }

        public <T> ResponseEntity<T> build() {
            return body(null);
        }
    }
}
