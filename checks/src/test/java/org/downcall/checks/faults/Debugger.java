package org.downcall.checks.faults;

import com.sun.jdi.AbsentInformationException;
import com.sun.jdi.Bootstrap;
import com.sun.jdi.Location;
import com.sun.jdi.Method;
import com.sun.jdi.ReferenceType;
import com.sun.jdi.VMDisconnectedException;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.connect.ListeningConnector;
import com.sun.jdi.event.BreakpointEvent;
import com.sun.jdi.event.ClassPrepareEvent;
import com.sun.jdi.event.Event;
import com.sun.jdi.event.EventSet;
import com.sun.jdi.request.ClassPrepareRequest;
import java.time.Duration;
import java.util.Map;
import org.downcall.checks.ChildJvm;

/** A JVM that a debugger controls. */
final class Debugger implements AutoCloseable {

    /** Is told before a line runs for the first time, while the JVM is suspended. */
    interface Observer {

        /**
         * @param method the simple name of the class, and the name of the method
         * @param begins whether this is the first line of the method
         */
        void at(String method, boolean begins) throws Exception;
    }

    /** Only a JVM that does not start exceeds it, whatever the machine does otherwise. */
    private static final Duration START = Duration.ofMinutes(10);

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
        settings.get("timeout").setValue(String.valueOf(START.toMillis()));
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
     * Resumes the JVM, and suspends it before each line of these classes that runs for the first
     * time. Returns when the JVM has ended. The requests are breakpoints, because a JVM that reports
     * the beginning and the end of methods does so for every method, and takes ten times as long.
     */
    void observe(Observer observer, String... classes) throws Exception {
        for (String name : classes) {
            ClassPrepareRequest request = vm.eventRequestManager().createClassPrepareRequest();
            request.addClassFilter(name);
            request.enable();
        }
        try {
            while (true) {
                EventSet events = vm.eventQueue().remove();
                for (Event event : events) {
                    if (event instanceof ClassPrepareEvent prepared) {
                        setBreakpoints(prepared.referenceType());
                    } else if (event instanceof BreakpointEvent breakpoint) {
                        breakpoint.request().disable();
                        Location location = breakpoint.location();
                        observer.at(nameOf(location.method()), location.codeIndex() == 0);
                    }
                }
                events.resume();
            }
        } catch (VMDisconnectedException e) {
            process.waitFor();
        }
    }

    private void setBreakpoints(ReferenceType type) throws AbsentInformationException {
        for (Method method : type.methods()) {
            if (!method.isAbstract() && !method.isNative()) {
                for (Location location : method.allLineLocations()) {
                    vm.eventRequestManager().createBreakpointRequest(location).enable();
                }
            }
        }
    }

    private static String nameOf(Method method) {
        String type = method.declaringType().name();
        return type.substring(type.lastIndexOf('.') + 1) + "." + method.name();
    }

    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }
}
