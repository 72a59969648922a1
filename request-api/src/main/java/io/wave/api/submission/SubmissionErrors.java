package io.wave.api.submission;

import io.wave.api.web.problem.Refusal;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.http.HttpStatus;

/** How a container request may be refused. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Refusal(
        status = HttpStatus.BAD_REQUEST,
        says = "A field of the request is invalid; the message names the field and the rule.")
@Refusal(status = HttpStatus.NOT_FOUND, says = "An image in the request does not exist.")
@Refusal(status = HttpStatus.CONTENT_TOO_LARGE, says = "The request is too large.")
@Refusal(
        status = HttpStatus.TOO_MANY_REQUESTS,
        says = "The rate limit of the caller is exceeded; Retry-After says when to try again.")
@Refusal(status = HttpStatus.NOT_IMPLEMENTED, says = "The request needs a feature that is disabled or not supported.")
@Refusal(
        status = HttpStatus.SERVICE_UNAVAILABLE,
        says = "The service or a registry is unavailable; Retry-After says when to try again.")
@interface SubmissionErrors {}
