package io.wave.api.token.workflow;

import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Tokens that users of a Platform request for a workflow.
 *
 * @param enabled whether tokens that users of a Platform request for a workflow are renewed while it runs, and expire after it has ended
 * @param checkInterval how often the Platform is asked for the status of a workflow
 * @param grace how long these tokens stay valid after the end of the workflow has been noticed
 */
@Validated
@ConfigurationProperties("wave.tokens.workflow")
record WorkflowProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("3m") @DurationMin(millis = 100) Duration checkInterval,
        @DefaultValue("20m") @DurationMin(seconds = 0) Duration grace) {}
