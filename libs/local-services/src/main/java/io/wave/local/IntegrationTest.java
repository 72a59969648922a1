package io.wave.local;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.AliasFor;
import org.springframework.test.context.TestPropertySource;

/** A test of a whole service on a free port, against the real servers of {@link LocalServices}. */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@TestPropertySource(
        properties = {
            "wave.security.key=" + IntegrationTest.TEST_KEY,
            IntegrationTest.LOCAL_REGISTRIES_ALLOWED,
            IntegrationTest.CALLERS_TRUSTED,
            IntegrationTest.FEW_IDLE_CONNECTIONS,
            IntegrationTest.IDLE_CONNECTIONS_CLOSED
        })
@Import(LocalServicesConfiguration.class)
public @interface IntegrationTest {

    /** The configuration classes; by default the application class. */
    @AliasFor(annotation = SpringBootTest.class, attribute = "classes")
    Class<?>[] classes() default {};

    /** Properties as {@code key=value}. */
    @AliasFor(annotation = SpringBootTest.class, attribute = "properties")
    String[] properties() default {};

    /** Allows the registries of tests on this machine, which are blocked by default. */
    String LOCAL_REGISTRIES_ALLOWED = "wave.security.ssrf-protection.allowed=127.0.0.0/8,::1";

    /** Where BuildKit is not installed, buildah builds for tests. */
    String CALLERS_TRUSTED = "wave.build.buildah.trust-callers=true";

    /** Application contexts are kept for later tests: their unused connections must not use up those of the server. */
    String FEW_IDLE_CONNECTIONS = "spring.datasource.hikari.minimum-idle=1";

    /** In milliseconds, the least that the pool allows. */
    String IDLE_CONNECTIONS_CLOSED = "spring.datasource.hikari.idle-timeout=10000";

    /** A root key for tests. */
    String TEST_KEY = "dGVzdC10ZXN0LXRlc3QtdGVzdC10ZXN0LXRlc3QtdGU=";
}
