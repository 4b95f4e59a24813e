package org.downcall.archetype;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** The steps of docs/add-c.md, on the project that Maven's own quickstart generates. */
class ExistingProjectTest {

    private static final Path PAGE = Path.of("../docs/add-c.md");

    @TempDir
    private Path directory;

    @Test
    void theCommandsOfThePageAddC() throws Exception {
        Maven.run(
                        directory,
                        "org.apache.maven.plugins:maven-archetype-plugin:"
                                + System.getProperty("archetype.test.plugin") + ":generate",
                        "-DarchetypeCatalog=internal",
                        "-DarchetypeGroupId=org.apache.maven.archetypes",
                        "-DarchetypeArtifactId=maven-archetype-quickstart",
                        "-DarchetypeVersion=1.5",
                        "-DjavaCompilerVersion=17",
                        "-DgroupId=com.example",
                        "-DartifactId=existing")
                .assertSuccess();
        Path project = directory.resolve("existing");
        String page = Files.readString(PAGE);
        int second = page.indexOf("## In the module that you have");
        int third = page.indexOf("## What you have copied");

        for (String commands : commands(page.substring(0, second))) {
            bash(project, commands);
        }
        for (String commands : commands(page.substring(second, third))) {
            bash(project, commands);
        }
        copyPartsOfThePom(project.resolve("target/fast-hash/pom.xml"), project.resolve("pom.xml"));
        Maven.run(project, "verify")
                .assertSuccess()
                .assertOut("com.example.AppTest")
                .assertOut("com.example.fast_hash.FastHashTest")
                .assertOut("com.example.fast_hash.internal.KernelsTest");
    }

    /** {@return the blocks of shell commands} */
    private static List<String> commands(String text) {
        List<String> blocks = new ArrayList<>();
        Matcher matcher =
                Pattern.compile(" *```sh\\R(.*?) *```", Pattern.DOTALL).matcher(text);
        while (matcher.find()) {
            blocks.add(matcher.group(1));
        }
        assertFalse(blocks.isEmpty(), text);
        return blocks;
    }

    private static void bash(Path directory, String commands) throws Exception {
        Path log = Files.createTempFile("bash", ".log");
        try {
            ProcessBuilder builder = new ProcessBuilder("bash", "-e", "-c", commands)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
            builder.environment().put("MAVEN_OPTS", "-Dmaven.repo.local=" + Maven.REPOSITORY);
            builder.environment()
                    .merge(
                            "PATH",
                            Path.of(System.getProperty("archetype.test.maven")).getParent()
                                    + File.pathSeparator,
                            (path, maven) -> maven + path);
            int exit = builder.start().waitFor();
            assertEquals(0, exit, () -> {
                try {
                    return commands + "\n" + Files.readString(log);
                } catch (java.io.IOException e) {
                    return e.toString();
                }
            });
        } finally {
            Files.delete(log);
        }
    }

    /** What a user does in an editor. */
    private static void copyPartsOfThePom(Path from, Path to) throws Exception {
        Document source = parse(from);
        Document target = parse(to);
        append(source, target, "properties", target.getDocumentElement());
        append(source, target, "profiles", target.getDocumentElement());
        append(source, target, "plugins", child(target.getDocumentElement(), "build"));
        TransformerFactory.newInstance()
                .newTransformer()
                .transform(new DOMSource(target), new StreamResult(to.toFile()));
    }

    private static Document parse(Path file) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
    }

    private static Element child(Element parent, String name) {
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node.getNodeName().equals(name)) {
                return (Element) node;
            }
        }
        Element child = parent.getOwnerDocument().createElement(name);
        parent.appendChild(child);
        return child;
    }

    private static void append(Document source, Document target, String list, Element parent) {
        Element root = source.getDocumentElement();
        Element from = child(list.equals("plugins") ? child(root, "build") : root, list);
        Element to = child(parent, list);
        for (Node node = from.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element) {
                if (list.equals("properties")) { // the last of two would not replace the first
                    Element existing = child(to, element.getNodeName());
                    to.removeChild(existing);
                }
                Element copy = (Element) target.importNode(element, true);
                removeExecutionsOfTheModuleDescriptor(copy);
                to.appendChild(copy);
            }
        }
    }

    private static void removeExecutionsOfTheModuleDescriptor(Element plugin) {
        List<Node> removed = new ArrayList<>();
        var executions = plugin.getElementsByTagName("execution");
        for (int i = 0; i < executions.getLength(); i++) {
            Element execution = (Element) executions.item(i);
            if (child(execution, "id").getTextContent().contains("module-descriptor")) {
                removed.add(execution);
            }
        }
        removed.forEach(node -> node.getParentNode().removeChild(node));
    }
}
