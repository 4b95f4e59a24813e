package org.downcall.checks.faults;

import com.sun.jdi.Bootstrap;
import com.sun.jdi.VMDisconnectedException;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.connect.ListeningConnector;
import com.sun.jdi.event.Event;
import com.sun.jdi.event.EventSet;
import com.sun.jdi.event.MethodEntryEvent;
import com.sun.jdi.event.MethodExitEvent;
import com.sun.jdi.request.EventRequest;
import com.sun.jdi.request.MethodEntryRequest;
import com.sun.jdi.request.MethodExitRequest;
import java.util.Map;
import org.downcall.checks.ChildJvm;

/** A JVM that a debugger controls. */
final class Debugger implements AutoCloseable {

    /** Is told each time a method begins or ends, while the JVM is suspended. */
    interface Observer {
        void at(String method, boolean begins) throws Exception;
    }

    private final VirtualMachine vm;
    private final Process process;

    private Debugger(VirtualMachine vm, Process process) {
        this.vm = vm;
        this.process = process;
    }

    /** Starts a class; it is suspended. */
    static Debugger start(ChildJvm jvm, Class<?> main, String... arguments) throws Exception {
        ListeningConnector connector =
                Bootstrap.virtualMachineManager().listeningConnectors().stream()
                        .filter(each -> each.name().equals("com.sun.jdi.SocketListen"))
                        .findFirst()
                        .orElseThrow();
        Map<String, Connector.Argument> settings = connector.defaultArguments();
        settings.get("localAddress").setValue("127.0.0.1");
        settings.get("port").setValue("0");
        String address = connector.startListening(settings);
        try {
            Process process = jvm.with(
                            "-agentlib:jdwp=transport=dt_socket,server=n,suspend=y,address="
                                    + address)
                    .start(main, arguments);
            return new Debugger(connector.accept(settings), process);
        } finally {
            connector.stopListening(settings);
        }
    }

    Process process() {
        return process;
    }

    /** Resumes the JVM, unless it has ended. */
    void resume() {
        try {
            vm.resume();
        } catch (VMDisconnectedException e) {
            // The caller notices that the process has ended.
        }
    }

    /** Suspends all threads; returns false if the JVM has ended. */
    boolean suspend() {
        try {
            vm.suspend();
            return true;
        } catch (VMDisconnectedException e) {
            return false;
        }
    }

    /**
     * Resumes the JVM, and suspends it each time a method of one of these classes begins or ends.
     * Returns when the JVM has ended.
     */
    void observe(Observer observer, String... classes) throws Exception {
        for (String name : classes) {
            MethodEntryRequest entry = vm.eventRequestManager().createMethodEntryRequest();
            entry.addClassFilter(name);
            entry.setSuspendPolicy(EventRequest.SUSPEND_ALL);
            entry.enable();
            MethodExitRequest exit = vm.eventRequestManager().createMethodExitRequest();
            exit.addClassFilter(name);
            exit.setSuspendPolicy(EventRequest.SUSPEND_ALL);
            exit.enable();
        }
        try {
            while (true) {
                EventSet events = vm.eventQueue().remove();
                for (Event event : events) {
                    if (event instanceof MethodEntryEvent entry) {
                        observer.at(nameOf(entry.method()), true);
                    } else if (event instanceof MethodExitEvent exit) {
                        observer.at(nameOf(exit.method()), false);
                    }
                }
                events.resume();
            }
        } catch (VMDisconnectedException e) {
            process.waitFor();
        }
    }

    private static String nameOf(com.sun.jdi.Method method) {
        String type = method.declaringType().name();
        return type.substring(type.lastIndexOf('.') + 1) + "." + method.name();
    }

    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }
}
