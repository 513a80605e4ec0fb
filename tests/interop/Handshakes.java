import java.io.*;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.security.*;
import java.security.cert.*;
import java.util.*;
import javax.net.ssl.*;

/**
 * How do Java's own handshakes end? Both ends are JSSE with its PKIX trust manager, in memory.
 *
 * Each line of the input is one handshake: a name, the moment in milliseconds since 1970, the host, one-way or two-way, the
 * version, the server's store, the client's store, the CA's file and a revocation list, "-" where there is none; between
 * them tabs. Each line of the output is the name, the step at which it ended (0 for none) and the alert that the other end
 * read.
 */
public class Handshakes {
    public static void main(String[] arguments) throws Exception {
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            String[] job = line.split("\t");
            System.out.println(job[0] + "\t" + new Handshakes(job).ending());
        }
    }

    private final String[] job;
    private Exception clientError, serverError;

    private Handshakes(String[] job) {
        this.job = job;
    }

    private String ending() throws Exception {
        boolean twoWay = job[3].equals("two-way");
        SSLEngine server = context(job[5]).createSSLEngine();
        server.setUseClientMode(false);
        server.setNeedClientAuth(twoWay);
        SSLEngine client = context(twoWay ? job[6] : "-").createSSLEngine(job[2], 443);
        client.setUseClientMode(true);
        SSLParameters parameters = client.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        client.setSSLParameters(parameters);
        String[] version = {job[4].replace("TLS ", "TLSv")};
        client.setEnabledProtocols(version);
        server.setEnabledProtocols(version);
        speak(client, server);
        if (clientError == null && serverError == null) return "0\t";
        if (isOwn(clientError)) return "3\t" + alert(serverError);
        boolean nothingShown = isOwn(serverError) && serverError.getMessage().contains("Empty");
        if (isOwn(serverError)) return (nothingShown ? "4" : "5") + "\t" + alert(clientError);
        return "2\t" + alert(clientError);
    }

    private static boolean isOwn(Exception error) {
        return error != null && !error.getMessage().contains("Received fatal alert");
    }

    private static String alert(Exception error) {
        String start = "Received fatal alert: ";
        boolean read = error != null && error.getMessage().contains(start);
        return read ? error.getMessage().substring(error.getMessage().indexOf(start) + start.length()) : "";
    }

    /** The store for this end, and the CA judged at the given moment. */
    private SSLContext context(String store) throws Exception {
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        KeyStore own = KeyStore.getInstance("PKCS12");
        try (InputStream file = store.equals("-") ? null : Files.newInputStream(Path.of(store))) {
            own.load(file, PASSPHRASE);
        }
        keys.init(own, PASSPHRASE);
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        Set<TrustAnchor> anchors = new HashSet<>();
        try (InputStream file = Files.newInputStream(Path.of(job[7]))) {
            for (java.security.cert.Certificate one : factory.generateCertificates(file)) {
                anchors.add(new TrustAnchor((X509Certificate) one, null));
            }
        }
        PKIXBuilderParameters path = new PKIXBuilderParameters(anchors, new X509CertSelector());
        path.setDate(new Date(Long.parseLong(job[1])));
        path.setRevocationEnabled(!job[8].equals("-"));
        if (path.isRevocationEnabled()) {
            try (InputStream file = Files.newInputStream(Path.of(job[8]))) {
                path.addCertStore(CertStore.getInstance(
                    "Collection", new CollectionCertStoreParameters(factory.generateCRLs(file))));
            }
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(new CertPathTrustManagerParameters(path));
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    /** Carries bytes to and fro until nobody has anything to say; a line of data each way is the last of it. */
    private void speak(SSLEngine client, SSLEngine server) {
        ByteBuffer toServer = ByteBuffer.allocate(1 << 18), toClient = ByteBuffer.allocate(1 << 18);
        for (int turn = 0; turn < 200; turn++) {
            if (clientError == null) clientError = turn(client, toClient, toServer);
            else say(client, toServer);
            if (serverError == null) serverError = turn(server, toServer, toClient);
            else say(server, toClient);
        }
    }

    private static Exception turn(SSLEngine engine, ByteBuffer heard, ByteBuffer said) {
        try {
            heard.flip();
            ByteBuffer read = ByteBuffer.allocate(1 << 18);
            while (heard.hasRemaining() && engine.unwrap(heard, read).bytesConsumed() > 0) tasks(engine);
            heard.compact();
            tasks(engine);
            SSLEngineResult.HandshakeStatus status = engine.getHandshakeStatus();
            boolean done = status == SSLEngineResult.HandshakeStatus.NOT_HANDSHAKING;
            if (done || status == SSLEngineResult.HandshakeStatus.NEED_WRAP || heard.position() == 0) {
                engine.wrap(ByteBuffer.wrap(done ? LINE : new byte[0]), said);
                tasks(engine);
            }
            return null;
        } catch (SSLException | RuntimeException error) {
            // What is left unread after an error is no matter any more.
            heard.clear();
            return error;
        }
    }

    /** After an error there is an alert to send. */
    private static void say(SSLEngine engine, ByteBuffer said) {
        try {
            if (!engine.isOutboundDone()) engine.wrap(ByteBuffer.allocate(0), said);
        } catch (SSLException error) {
            // The end of it is known already.
        }
    }

    private static void tasks(SSLEngine engine) {
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) task.run();
    }

    private static final char[] PASSPHRASE = "interop".toCharArray();
    private static final byte[] LINE = "a line".getBytes(StandardCharsets.US_ASCII);
}
