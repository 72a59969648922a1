package io.wave.api.submission;

import io.wave.api.web.problem.ApiErrorResponse;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.http.HttpStatus;

/** The error responses of a container request. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ApiErrorResponse(
        status = HttpStatus.BAD_REQUEST,
        description = "A field of the request is invalid; the message names the field and the rule.")
@ApiErrorResponse(status = HttpStatus.UNAUTHORIZED, description = "The API token is unknown, or one is required.")
@ApiErrorResponse(status = HttpStatus.NOT_FOUND, description = "An image in the request does not exist.")
@ApiErrorResponse(status = HttpStatus.CONTENT_TOO_LARGE, description = "The request is too large.")
@ApiErrorResponse(
        status = HttpStatus.TOO_MANY_REQUESTS,
        description = "The rate limit of the caller is exceeded; Retry-After says when to try again.")
@ApiErrorResponse(
        status = HttpStatus.NOT_IMPLEMENTED,
        description = "The request needs a feature that is disabled or not supported.")
@ApiErrorResponse(
        status = HttpStatus.SERVICE_UNAVAILABLE,
        description = "The service or a registry is unavailable; Retry-After says when to try again.")
@interface SubmissionErrors {}
