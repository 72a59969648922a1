package io.wave.api.web.page;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.stereotype.Controller;

/**
 * A controller whose responses, including errors, are HTML pages. It is absent if {@code wave.capabilities.web-views}
 * is false.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Controller
@ConditionalOnBooleanProperty(name = "wave.capabilities.web-views", matchIfMissing = true)
public @interface PageController {}
