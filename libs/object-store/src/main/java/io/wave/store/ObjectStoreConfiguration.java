package io.wave.store;

import io.wave.security.TrustedCertificates;
import java.nio.file.Path;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** The object store that {@code wave.store.location} names. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ObjectStoreProperties.class)
public class ObjectStoreConfiguration {

    private static final String DEFAULT_LOCATION = "${WAVE_DATA_DIR:data}/objects";

    @Bean
    ObjectStore objectStore(
            ObjectStoreProperties properties,
            Environment environment,
            ObjectProvider<TrustedCertificates> certificates) {
        String location = location(properties, environment);
        return location.startsWith(S3Location.SCHEME)
                ? S3Connection.open(
                        S3Location.parse("wave.store.location", location),
                        properties.s3().settings(),
                        certificates.getIfAvailable(() -> TrustedCertificates.OF_RUNTIME))
                : new FolderObjectStore(Path.of(location));
    }

    /** The free space for objects; a bucket has no limit. */
    @Bean
    FreeSpace storeSpace(ObjectStoreProperties properties, Environment environment) {
        String location = location(properties, environment);
        return location.startsWith(S3Location.SCHEME)
                ? FreeSpace.unbounded()
                : new FreeSpace(Path.of(location), properties.minFree());
    }

    private static String location(ObjectStoreProperties properties, Environment environment) {
        String given = properties.location();
        return given == null ? environment.resolvePlaceholders(DEFAULT_LOCATION) : given;
    }
}
