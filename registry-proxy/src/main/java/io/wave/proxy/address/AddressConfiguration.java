package io.wave.proxy.address;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class AddressConfiguration {

    @Bean
    ClientAddresses clientAddresses() {
        return new ClientAddresses();
    }
}
