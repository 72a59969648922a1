package io.wave.api.security.limit;

import io.wave.api.web.problem.Refusal;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.http.HttpStatus;

/** The operation refuses callers who have been wrong too often. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Refusal(
        status = HttpStatus.TOO_MANY_REQUESTS,
        says = "The caller has made too many failed attempts; Retry-After says when to try again.")
public @interface GuessLimited {}
