package io.wave.proxy.address;

import java.net.InetSocketAddress;
import org.springframework.http.server.reactive.ServerHttpRequest;

/** Works out who a request comes from. */
public final class ClientAddresses {

    /** The address of the client of this request. */
    public ClientAddress of(ServerHttpRequest request) {
        InetSocketAddress peer = request.getRemoteAddress();
        return peer == null
                ? ClientAddress.UNKNOWN
                : new ClientAddress(peer.getAddress().getHostAddress());
    }
}
