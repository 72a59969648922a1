package io.wave.api.job.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wave.api.job.profile.JobProfileProperties.Callers;
import io.wave.api.security.caller.Caller;
import io.wave.job.JobProfile;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;

class JobProfilesTest {

    private static final Caller STRANGER = new Caller.Anonymous("192.0.2.1");
    private static final Caller ALICE = new Caller.User("alice", Optional.of("alice"), false, "192.0.2.1");
    private static final Caller OPERATOR = new Caller.Operator("operator", "192.0.2.1");

    private final JobProfiles profiles =
            profiles(Map.of("large", Callers.ANYONE, "fast", Callers.NAMED, "gpu", Callers.OPERATORS));

    private static JobProfiles profiles(Map<String, Callers> byName) {
        return new JobProfiles(new JobProfileProperties(byName));
    }

    @Test
    void profilesDependOnTheCaller() {
        assertThat(profiles.of("large", STRANGER)).isEqualTo(new JobProfile("large"));
        assertThat(profiles.of("fast", ALICE)).isEqualTo(new JobProfile("fast"));
        assertThat(profiles.of("gpu", OPERATOR)).isEqualTo(new JobProfile("gpu"));
        assertThatThrownBy(() -> profiles.of("fast", STRANGER))
                .hasMessage("jobProfile: 'fast' is not available without an API token: send one, or use one of large");
        assertThatThrownBy(() -> profiles.of("gpu", ALICE))
                .hasMessage("jobProfile: 'gpu' is not available: use one of fast, large");
        assertThatThrownBy(() -> profiles.of("Large", OPERATOR))
                .hasMessage("jobProfile: 'Large' is not available: use one of fast, gpu, large");
    }

    @ParameterizedTest
    @NullAndEmptySource
    void requestNeedNotNameOne(@Nullable String name) {
        assertThat(profiles.of(name, STRANGER)).isNull();
    }

    @Test
    void noneAreAvailableUnlessConfigured() {
        assertThatThrownBy(() -> profiles(Map.of()).of("large", OPERATOR))
                .hasMessage("jobProfile: 'large' is not available: no profiles are available");
        assertThatThrownBy(() -> profiles(Map.of("gpu", Callers.OPERATORS)).of("gpu", STRANGER))
                .hasMessage("jobProfile: 'gpu' is not available: no profiles are available");
        assertThatThrownBy(() -> profiles(Map.of("fast", Callers.NAMED)).of("fast", STRANGER))
                .hasMessage("jobProfile: 'fast' is not available without an API token: send one");
    }

    @Test
    void longNameIsShortenedInTheMessage() {
        assertThatThrownBy(() -> profiles.of("x".repeat(100_000), STRANGER))
                .hasMessage("jobProfile: '%s…' is not available: use one of large".formatted("x".repeat(100)));
    }

    @Test
    void nameThatIsNoneIsNamedAtTheStart() {
        assertThatThrownBy(() -> new JobProfileProperties(Map.of("Big", Callers.ANYONE)))
                .hasMessageStartingWith("wave.requests.job-profiles: 'Big' is invalid: use up to 63 lowercase letters");
    }
}
