package io.wave.proxy.registry;

import io.wave.local.fake.ScriptedRegistry;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/** Stands in for request-api: it knows no token, unless told to. */
final class RequestApiStandIn implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    static final ScriptedRegistry SERVER = ScriptedRegistry.start();

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        TestPropertyValues.of("wave.proxy.request-api-url=http://" + SERVER.host())
                .applyTo(context);
    }
}
