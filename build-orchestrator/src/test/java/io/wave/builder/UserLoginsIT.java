package io.wave.builder;

import static org.assertj.core.api.Assertions.assertThat;

import io.wave.build.BuildCommand;
import io.wave.build.BuildSpec;
import io.wave.build.BuildWork;
import io.wave.builder.TestBuilds.ContextFile;
import io.wave.image.ImageReference;
import io.wave.job.JobRecord;
import io.wave.local.IntegrationTest;
import io.wave.local.server.DockerRegistry;
import io.wave.registry.config.Credentials;
import io.wave.registry.config.UserLogins;
import io.wave.security.RootKey;
import io.wave.store.ObjectStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Builds that bring the registry credentials of their user along, and a registry that wants them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UserLoginsIT extends SharedBuilder {

    private static final String HTPASSWD = "user:$2b$05$abcdefghijklmnopqrstuuLk9PsWWsdHMJYBsDB08UaKt.SjTQ6Ne\n";
    private static final Credentials VALID = new Credentials("user", "a secret: with /+ odd=chars");
    private static final Credentials REVOKED = new Credentials("user", "no longer valid");

    @TempDir
    private static Path folder;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private DockerRegistry registry;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private String base;

    @Autowired
    private BuildRuns builds;

    @Autowired
    private ObjectStore store;

    @Autowired
    private JdbcClient jdbc;

    @BeforeAll
    void pushBase() throws IOException {
        try (DockerRegistry open = DockerRegistry.start(folder)) {
            BuildSpec build = TestBuilds.of(
                    "FROM scratch\nCOPY busybox /bin/busybox\n",
                    TestBuilds.context(store, ContextFile.busybox()),
                    open.host());
            assertThat(builds.run(build).failure()).isNull();
            base = build.target().withoutRegistry();
        }
        registry = DockerRegistry.startProtected(folder, HTPASSWD);
        base = registry.host() + "/" + base;
    }

    @AfterAll
    void stop() {
        registry.close();
    }

    @Test
    void imageIsPulledAndPushedWithThem() throws IOException {
        BuildSpec build = build();
        JobRecord end = run(build, VALID);
        assertThat(end.failure()).isNull();
        assertThat(builds.log(build)).doesNotContain(VALID.password(), VALID.encoded());
        assertThat(jdbc.sql("SELECT count(*) FROM jobs.job WHERE id = :id AND logins IS NULL")
                        .param("id", build.jobId())
                        .query(Long.class)
                        .single())
                .isOne();
    }

    /** Revoked between the request and the build. */
    @Test
    void failureSaysWhoseCredentialsWereRefused() throws IOException {
        JobRecord end = run(build(), REVOKED);
        assertThat(end.failure())
                .startsWith("build failed: access denied by the registry: check its credentials")
                .contains("; for %s the registry was shown the credentials that the user keeps in the Platform"
                        .formatted(registry.host()))
                .doesNotContain(REVOKED.password(), REVOKED.encoded());
    }

    private BuildSpec build() throws IOException {
        BuildSpec build = TestBuilds.of(
                "FROM %s\nRUN [\"/bin/busybox\", \"touch\", \"/built\"]\n".formatted(base),
                TestBuilds.context(store, ContextFile.busybox()),
                registry.host());
        BuildWork work = build.work();
        return build.of(new BuildWork(
                work.target(),
                work.source(),
                work.output(),
                work.assembly(),
                UserLogins.TENANT_PREFIX + UUID.randomUUID(),
                UUID.randomUUID().toString().replace("-", ""),
                work.runTimeout()));
    }

    private JobRecord run(BuildSpec build, Credentials credentials) {
        UserLogins logins = new UserLogins(RootKey.parse(IntegrationTest.TEST_KEY));
        ImageReference image = ImageReference.parse(base);
        logins.set(
                build.tenant(), image, Optional.of(new UserLogins.Login(registry.host(), credentials, Instant.EPOCH)));
        builds.send(new BuildCommand.Start(build, logins.seal(build.tenant(), List.of(image, build.target()))));
        return builds.awaitEnd(build);
    }
}
