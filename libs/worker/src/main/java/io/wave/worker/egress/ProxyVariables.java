package io.wave.worker.egress;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The proxy variables of an environment, in upper and lower case, since programs differ. */
public final class ProxyVariables {

    /** Servers on the loopback interface of the program itself, such as those that a step starts, need no proxy. */
    private static final String DIRECT = "localhost,127.0.0.1,::1";

    private ProxyVariables() {}

    /** @param proxy URL of the proxy */
    public static Map<String, String> of(String proxy) {
        Map<String, String> variables = new LinkedHashMap<>();
        for (String name : List.of("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy")) {
            variables.put(name, proxy);
        }
        variables.put("NO_PROXY", DIRECT);
        variables.put("no_proxy", DIRECT);
        return variables;
    }
}
