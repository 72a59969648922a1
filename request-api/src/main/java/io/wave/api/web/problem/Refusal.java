package io.wave.api.web.problem;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.http.HttpStatus;

/** A way in which an operation may be refused, as the description of the API has it. The body is an {@link ApiError}. */
@Documented
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Repeatable(Refusal.All.class)
public @interface Refusal {

    /** The status of the answer. */
    HttpStatus status();

    /** What it says, in one sentence. */
    String says();

    /** Several of them. */
    @Documented
    @Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
    @Retention(RetentionPolicy.RUNTIME)
    @interface All {

        /** Each of them. */
        Refusal[] value();
    }
}
