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
@Refusal(status = HttpStatus.BAD_REQUEST, says = "The request breaks a rule, and the message says which.")
@Refusal(status = HttpStatus.NOT_FOUND, says = "An image that the request names does not exist.")
@Refusal(status = HttpStatus.CONTENT_TOO_LARGE, says = "The request is too large.")
@Refusal(
        status = HttpStatus.TOO_MANY_REQUESTS,
        says = "The caller has asked for too much; Retry-After says when there is room again.")
@Refusal(
        status = HttpStatus.NOT_IMPLEMENTED,
        says = "The request asks for what is switched off, or is not offered here.")
@Refusal(
        status = HttpStatus.SERVICE_UNAVAILABLE,
        says = "The service, or a registry that must be asked, cannot answer now; Retry-After says when to ask again.")
@interface RefusedRequest {}
