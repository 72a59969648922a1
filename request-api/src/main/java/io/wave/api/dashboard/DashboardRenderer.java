package io.wave.api.dashboard;

import java.time.Clock;
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
    private final HomeProperties properties;
    private final ITemplateEngine templates;
    private final Clock clock;

    DashboardRenderer(
            BuildActivityQuery activities, HomeProperties properties, ITemplateEngine templates, Clock clock) {
        this.activities = activities;
        this.properties = properties;
        this.templates = templates;
        this.clock = clock;
    }

    String render() {
        Dashboard dashboard = Dashboard.of(activities.query(LISTED), properties.names(), clock.instant());
        return templates.process("dashboard", new Context(Locale.ROOT, Map.of("dashboard", dashboard)));
    }
}
