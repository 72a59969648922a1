package io.wave.proxy.requestapi;

import io.wave.security.RootKey;
import io.wave.security.TrustedCertificates;
import io.wave.tracing.Traces;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RequestApiProperties.class)
class RequestApiConfiguration {

    @Bean
    RequestApiClient requestApi(
            RequestApiProperties properties,
            RootKey rootKey,
            TrustedCertificates certificates,
            Traces traces,
            JsonMapper json) {
        return new RequestApiClient(properties, rootKey, certificates, traces, json);
    }
}
