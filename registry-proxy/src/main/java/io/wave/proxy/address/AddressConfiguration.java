package io.wave.proxy.address;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AddressProperties.class)
class AddressConfiguration {

    @Bean
    ClientAddresses clientAddresses(AddressProperties properties) {
        return new ClientAddresses(properties.trustedRanges());
    }
}
