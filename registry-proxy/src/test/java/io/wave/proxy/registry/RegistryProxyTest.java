package io.wave.proxy.registry;

import io.wave.local.IntegrationTest;
import io.wave.proxy.RegistryProxyApplication;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.test.context.ContextConfiguration;

/** A test of the whole service; request-api is unavailable except for what a test provides. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@IntegrationTest(
        classes = RegistryProxyApplication.class,
        properties = {
            "spring.config.name=registry-proxy",
            "wave.store.location=${java.io.tmpdir}/registry-proxy-it/objects",
            "wave.registry-client.max-retries=0"
        })
@ContextConfiguration(initializers = RequestApiStandIn.class)
@interface RegistryProxyTest {}
