package io.wave.proxy.address;

import io.wave.network.AddressRange;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Proxies in front of this service.
 *
 * @param trustedProxies address ranges in CIDR notation, such as {@code 10.0.0.0/8}, of proxies and load balancers
 *     whose {@code X-Forwarded-For} header is trusted; none by default
 */
@ConfigurationProperties("wave.proxy")
record AddressProperties(@DefaultValue List<String> trustedProxies) {

    List<AddressRange> trustedRanges() {
        return trustedProxies.stream().map(AddressRange::parse).toList();
    }
}
