package io.wave.proxy.requestapi;

import io.wave.security.RootKey;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RequestApiProperties.class)
class RequestApiConfiguration {

    @Bean
    RequestApiClient requestApi(RequestApiProperties properties, RootKey rootKey, JsonMapper json) {
        return new RequestApiClient(properties, rootKey, json);
    }
}
