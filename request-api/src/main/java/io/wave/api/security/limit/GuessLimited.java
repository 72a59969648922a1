package io.wave.api.security.limit;

import io.wave.api.web.problem.ApiErrorResponse;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.http.HttpStatus;

/** Documents that the operation rejects callers after too many failed attempts. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ApiErrorResponse(
        status = HttpStatus.TOO_MANY_REQUESTS,
        description = "The caller has made too many failed attempts; Retry-After says when to try again.")
public @interface GuessLimited {}
