package io.wave.egress;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/** A block of addresses in CIDR notation; a single address is the smallest one. */
final class AddressBlock {

    private final IpSubnetFilterRule rule;

    private AddressBlock(IpSubnetFilterRule rule) {
        this.rule = rule;
    }

    /**
     * Reads a block or an address; empty for what is neither.
     *
     * @throws IllegalArgumentException if the length of the prefix is none
     */
    static Optional<AddressBlock> parse(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
        if (bytes == null) {
            return Optional.empty();
        }
        int whole = bytes.length * Byte.SIZE;
        int prefix = slash < 0 ? whole : Integer.parseInt(text.substring(slash + 1));
        if (prefix < 0 || prefix > whole) {
            throw new IllegalArgumentException("'%s' is no block of addresses".formatted(text));
        }
        return Optional.of(new AddressBlock(new IpSubnetFilterRule(address, prefix, IpFilterRuleType.ACCEPT)));
    }

    boolean contains(InetAddress address) {
        return rule.matches(new InetSocketAddress(address, 0));
    }
}
