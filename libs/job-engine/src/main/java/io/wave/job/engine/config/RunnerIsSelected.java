package io.wave.job.engine.config;

import io.wave.job.JobKind;
import java.util.Arrays;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Whether a runner is configured for all kinds of job or for one. */
public abstract class RunnerIsSelected implements Condition {

    private final String name;

    /** @param name the name of the runner */
    protected RunnerIsSelected(String name) {
        this.name = name;
    }

    @Override
    public final boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
        Environment environment = context.getEnvironment();
        return isSelected(environment, "wave.jobs.runner")
                || Arrays.stream(JobKind.values())
                        .anyMatch(kind -> isSelected(environment, "wave.jobs.kinds.%s.runner".formatted(kind)));
    }

    private boolean isSelected(Environment environment, String key) {
        return name.equals(environment.getProperty(key));
    }
}
