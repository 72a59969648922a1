package io.wave.api.access;

import io.wave.api.web.problem.ApiErrorResponse;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.http.HttpStatus;

/** Documents that the operation rejects callers {@linkplain ImageAccess#requireContents who may not read} the images of a job. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ApiErrorResponse(
        status = HttpStatus.UNAUTHORIZED,
        description =
                "An API token of a user who can read the images that the job has read, or of an operator, is required; accounts"
                        + " of operators are not accepted.")
@ApiErrorResponse(
        status = HttpStatus.FORBIDDEN,
        description = "The caller cannot read the images that the job has read.")
public @interface ImageReadersOnly {}
