package io.wave.api.web.problem;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.http.HttpStatus;

/**
 * Documents an error response of an operation in the OpenAPI description; its body is an {@link ApiError}. In contrast to
 * {@code @ApiResponse} of springdoc, it does not replace the response that is derived from the method, and needs no schema.
 */
@Documented
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Repeatable(ApiErrorResponse.All.class)
public @interface ApiErrorResponse {

    /** The HTTP status. */
    HttpStatus status();

    /** When it occurs, in one sentence. */
    String description();

    /** Container of repeated annotations. */
    @Documented
    @Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
    @Retention(RetentionPolicy.RUNTIME)
    @interface All {

        /** The annotations. */
        ApiErrorResponse[] value();
    }
}
