package io.wave.api.dashboard;

import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.thymeleaf.ITemplateEngine;
import org.thymeleaf.context.Context;

/** Draws what goes on. The same things give the same text, so that a change is seen by comparing. */
@Component
class Drawing {

    private static final int LISTED = 10;

    private final BuildActivities activities;
    private final HomeProperties properties;
    private final ITemplateEngine templates;
    private final Clock clock;

    Drawing(BuildActivities activities, HomeProperties properties, ITemplateEngine templates, Clock clock) {
        this.activities = activities;
        this.properties = properties;
        this.templates = templates;
        this.clock = clock;
    }

    String draw() {
        Picture picture = Picture.of(activities.look(LISTED), properties.names(), clock.instant());
        return templates.process("picture", new Context(Locale.ROOT, Map.of("picture", picture)));
    }
}
