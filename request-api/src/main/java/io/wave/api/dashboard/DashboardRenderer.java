package io.wave.api.dashboard;

import io.wave.job.JobState;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.thymeleaf.ITemplateEngine;
import org.thymeleaf.context.Context;

/** Renders the dashboard. Equal data gives equal text, so that changes are found by comparing. */
@Component
class DashboardRenderer {

    private static final int LISTED = 10;

    private final BuildActivityQuery activities;
    private final RunningSteps steps;
    private final HomeProperties properties;
    private final ITemplateEngine templates;
    private final Clock clock;

    DashboardRenderer(
            BuildActivityQuery activities,
            RunningSteps steps,
            HomeProperties properties,
            ITemplateEngine templates,
            Clock clock) {
        this.activities = activities;
        this.steps = steps;
        this.properties = properties;
        this.templates = templates;
        this.clock = clock;
    }

    String render() {
        BuildActivity activity = activities.query(LISTED);
        List<String> running = activity.live().stream()
                .filter(job -> job.state() == JobState.RUNNING)
                .map(BuildActivity.Shown::id)
                .toList();
        Dashboard dashboard = Dashboard.of(activity, steps.of(running), properties.names(), clock.instant());
        return templates.process("dashboard", new Context(Locale.ROOT, Map.of("dashboard", dashboard)));
    }
}
