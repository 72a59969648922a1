package io.wave.api.platform;

import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/** Matches if there are Platforms: if {@code wave.platform.endpoints} is set and not empty. */
public final class PlatformCondition implements Condition {

    private static final String KEY = "wave.platform.endpoints";

    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
        Environment environment = context.getEnvironment();
        return StringUtils.hasText(environment.getProperty(KEY))
                || StringUtils.hasText(environment.getProperty(KEY + "[0]"));
    }
}
