package io.wave.job.docker.engine;

import com.github.dockerjava.api.exception.DockerException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** The engine refuses a request; the message is that of the engine. */
final class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private static final JsonMapper JSON = new JsonMapper();
    private static final int CONFLICT = 409;

    private final int status;

    RefusedException(DockerException failure) {
        super(message(failure), failure);
        this.status = failure.getHttpStatus();
    }

    /** Whether the name is in use, or the container is in another state. */
    boolean isConflict() {
        return status == CONFLICT;
    }

    /** The message of the engine, which the client puts behind the status as JSON. */
    static String message(Throwable failure) {
        String text = String.valueOf(failure.getMessage()).strip();
        int json = text.indexOf('{');
        if (failure instanceof DockerException && json >= 0) {
            try {
                return JSON.readTree(text.substring(json)).path("message").asString(text);
            } catch (JacksonException other) {
                return text;
            }
        }
        return text;
    }
}
