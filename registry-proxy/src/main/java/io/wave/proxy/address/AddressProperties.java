package io.wave.proxy.address;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who stands in front of us.
 *
 * @param trustedProxies address blocks such as {@code 10.0.0.0/8} of the proxies and load balancers whose
 *     {@code X-Forwarded-For} is believed; none by default
 */
@ConfigurationProperties("wave.proxy")
record AddressProperties(@DefaultValue List<String> trustedProxies) {

    List<AddressRange> trustedRanges() {
        return trustedProxies.stream().map(AddressRange::parse).toList();
    }
}
