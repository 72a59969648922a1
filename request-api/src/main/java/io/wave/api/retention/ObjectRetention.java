package io.wave.api.retention;

import io.wave.store.ObjectStore;
import io.wave.store.StoredObject;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Deletes objects that no record refers to, once they are old enough that their record must have been written, and
 * expired logs. The objects are listed one by one and looked up in batches.
 */
@Component
class ObjectRetention {

    private static final int BATCH = 500;

    private final ObjectStore objects;
    private final RetentionRules rules;
    private final RetentionProperties properties;
    private final RetentionMeters meters;
    private final Clock clock;

    ObjectRetention(
            ObjectStore objects,
            RetentionRules rules,
            RetentionProperties properties,
            RetentionMeters meters,
            Clock clock) {
        this.objects = objects;
        this.rules = rules;
        this.properties = properties;
        this.meters = meters;
        this.clock = clock;
    }

    /** Checks the whole store. */
    void sweep() {
        rules.all().forEach(this::sweep);
    }

    /** Checks the objects of one kind. */
    void sweep(RetentionRules.Rule rule) {
        Candidates candidates = new Candidates(rule);
        objects.forEach(rule.prefix(), candidates::add);
        candidates.decide();
    }

    private final class Candidates {

        private final RetentionRules.Rule rule;
        private final Instant unnamedBefore = clock.instant().minus(properties.unnamed());
        private final Map<StoredObject, String> waiting = new HashMap<>();

        Candidates(RetentionRules.Rule rule) {
            this.rule = rule;
        }

        void add(StoredObject object) {
            if (object.modified().isAfter(unnamedBefore)) {
                return;
            }
            rule.key(object.name().path()).ifPresent(key -> waiting.put(object, key));
            if (waiting.size() == BATCH) {
                decide();
            }
        }

        void decide() {
            if (waiting.isEmpty()) {
                return;
            }
            Instant longestBefore = clock.instant().minus(rule.longest());
            Set<String> named = rule.named().among(waiting.values());
            waiting.forEach((object, key) -> {
                if ((!named.contains(key) || object.modified().isBefore(longestBefore)) && isStillUnnamed(object)) {
                    objects.delete(object.name());
                    meters.deleted(rule.what(), 1);
                }
            });
            waiting.clear();
        }

        /** The object may have been stored again since it was listed, for a record that is not written yet. */
        private boolean isStillUnnamed(StoredObject object) {
            return objects.modified(object.name())
                    .filter(modified -> !modified.isAfter(unnamedBefore))
                    .isPresent();
        }
    }
}
