package io.wave.api.job.profile;

import io.wave.api.security.caller.Caller;
import io.wave.api.web.problem.ApiException;
import io.wave.job.JobProfile;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/** The profiles that a request may ask for, depending on its caller. */
@Component
@EnableConfigurationProperties(JobProfileProperties.class)
public class JobProfiles {

    private static final String FIELD = "jobProfile";
    private static final int LONGEST_SHOWN = 100;

    private final SortedMap<String, JobProfileProperties.Callers> profiles;

    JobProfiles(JobProfileProperties properties) {
        this.profiles = properties.byName();
    }

    /**
     * The profile of a request; null if it names none.
     *
     * @param name the member {@code jobProfile} of the request; an empty one counts as absent
     * @throws ApiException 400 if the caller may not use it; the message has the names of those that it may use
     */
    public @Nullable JobProfile of(@Nullable String name, Caller caller) {
        if (name == null || name.isEmpty()) {
            return null;
        }
        JobProfileProperties.Callers callers = profiles.get(name);
        if (callers == null || !callers.include(caller)) {
            throw ApiException.invalid(
                    FIELD, "'%s' is not available%s".formatted(shown(name), reason(callers, caller)));
        }
        return new JobProfile(name);
    }

    private static String shown(String name) {
        return name.length() <= LONGEST_SHOWN ? name : name.substring(0, LONGEST_SHOWN) + "…";
    }

    private String reason(JobProfileProperties.@Nullable Callers callers, Caller caller) {
        String names = available(caller);
        if (callers == JobProfileProperties.Callers.NAMED) {
            return " without an API token: send one" + (names.isEmpty() ? "" : ", or use one of " + names);
        }
        return names.isEmpty() ? ": no profiles are available" : ": use one of " + names;
    }

    private String available(Caller caller) {
        return profiles.entrySet().stream()
                .filter(profile -> profile.getValue().include(caller))
                .map(Map.Entry::getKey)
                .collect(Collectors.joining(", "));
    }
}
