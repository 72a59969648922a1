package io.wave.proxy.registry;

import io.wave.local.fake.ScriptedRegistry;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/** A stub of request-api, which knows no token unless a test adds one. */
final class RequestApiStandIn implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    static final ScriptedRegistry SERVER = ScriptedRegistry.start();

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        TestPropertyValues.of("wave.proxy.request-api-url=http://" + SERVER.host())
                .applyTo(context);
    }
}
