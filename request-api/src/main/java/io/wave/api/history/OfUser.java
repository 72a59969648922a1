package io.wave.api.history;

import io.wave.api.web.problem.ApiErrorResponse;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.http.HttpStatus;

/** Documents the errors of an operation that lists the records of a user. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ApiErrorResponse(status = HttpStatus.BAD_REQUEST, description = "A parameter is invalid.")
@ApiErrorResponse(
        status = HttpStatus.UNAUTHORIZED,
        description = "An API token is required; for another tenant, that of an operator.")
@interface OfUser {}
