package io.wave.api.job.profile;

import io.wave.api.security.caller.Caller;
import io.wave.job.JobProfile;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The profiles that requests may ask for.
 *
 * @param jobProfiles who may ask for a profile of jobs, by its name: {@code anyone}, {@code named} (users with a token) or
 *     {@code operators}. What a profile stands for is configured at the workers
 */
@Validated
@ConfigurationProperties("wave.requests")
record JobProfileProperties(@DefaultValue Map<String, Callers> jobProfiles) {

    /** Who may ask for a profile. */
    enum Callers {
        ANYONE,
        NAMED,
        OPERATORS;

        boolean include(Caller caller) {
            return switch (this) {
                case ANYONE -> true;
                case NAMED -> caller.user().isPresent() || caller.isOperator();
                case OPERATORS -> caller.isOperator();
            };
        }
    }

    /** @throws IllegalArgumentException if a name is invalid; the message names the key */
    JobProfileProperties {
        jobProfiles = Map.copyOf(jobProfiles);
        for (String name : jobProfiles.keySet()) {
            if (!JobProfile.isName(name)) {
                throw new IllegalArgumentException(
                        "wave.requests.job-profiles: '%s' is invalid: use %s as the name of a profile"
                                .formatted(name, JobProfile.NAME_RULE));
            }
        }
    }

    /** The profiles by their names, in alphabetical order. */
    SortedMap<String, Callers> byName() {
        return new TreeMap<>(jobProfiles);
    }
}
