// SPDX-License-Identifier: Apache-2.0
#include "minikube/minikube_case.h"

#include "kinds/registry.h"
#include "model/edits.h"
#include "project/project.h"
#include "secrets/generator.h"
#include "support/helm.h"
#include "support/places.h"
#include "support/result_check.h"
#include "tree/yaml.h"

#include <QDir>
#include <QStandardPaths>
#include <unistd.h>

using namespace chartwright;
using namespace Qt::StringLiterals;

namespace chartwright_test {
namespace {

constexpr int Patience = 240'000; // of one deploy

const QStringList Engines{u"docker"_s, u"podman"_s, u"nerdctl"_s, u"buildah"_s};
const QStringList Keys{u"DATABASE_URL"_s, u"OPENAI_API_KEY"_s, u"BETTER_AUTH_SECRET"_s};

QString cli() { return QStringLiteral(CHARTWRIGHT_BIN_DIR "/chartwright-cli"); }

QByteArray bytesOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void write(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        qFatal("%s cannot be written", qPrintable(path));
}

} // namespace

int Deploy::count(const QString &beginning) const
{
    return int(std::count_if(commands.begin(), commands.end(), [&](const QString &command) {
        return command.startsWith(beginning);
    }));
}

QByteArray Deploy::text() const
{
    return output.text() + "minikube was asked for:\n" + commands.join(u'\n').toUtf8();
}

QString MinikubeCase::standIn()
{
    return QStringLiteral(CHARTWRIGHT_SOURCE_DIR "/tests/minikube/minikube");
}

QString MinikubeCase::missing() const
{
    if (!QFileInfo(qEnvironmentVariable("CHARTWRIGHT_KUBECTL")).isExecutable())
        return u"CHARTWRIGHT_KUBECTL has to name the kubectl of tests/cluster; packaging/test does "
               "so."_s;
    if (::geteuid() != 0)
        return u"The stand-in for minikube needs root, as tests/cluster does."_s;
    for (const QString &tool : {u"python3"_s, u"curl"_s, u"gunzip"_s, u"podman"_s, u"buildah"_s}) {
        if (QStandardPaths::findExecutable(tool).isEmpty())
            return u"There is no %1 on PATH; packaging/test installs it."_s.arg(tool);
    }
    return Helm::four().problem();
}

void MinikubeCase::initTestCase()
{
    TestCase::init();
    QVERIFY2(missing().isEmpty(), qPrintable(missing()));
    m_helm = Helm::four().program();
    // tests/cluster takes no long paths.
    m_folder = std::make_unique<QTemporaryDir>(u"/tmp/chartwright-XXXXXX"_s);
    QVERIFY(m_folder->isValid());
    while (m_values.size() < Keys.size())
        m_values.append(generate(24, Alphabet::Alphanumeric)->view().toByteArray());
    // Images of its own, wherever it runs: overlay would not do on every file system.
    write(path(u"storage.conf"_s), "[storage]\ndriver = \"vfs\"\ngraphroot = \"" +
                                       path(u"images"_s).toUtf8() + "\"\nrunroot = \"" +
                                       path(u"images-run"_s).toUtf8() + "\"\n");
    m_environment = QProcessEnvironment::systemEnvironment();
    for (const QString &name :
         {u"DISPLAY"_s, u"WAYLAND_DISPLAY"_s, u"XAUTHORITY"_s, u"STORAGE_DRIVER"_s})
        m_environment.remove(name);
    m_environment.insert(u"MINIKUBE_HOME"_s, path(u"mk"_s));
    m_environment.insert(u"KUBECONFIG"_s, path(u"kubeconfig"_s));
    m_environment.insert(u"CONTAINERS_STORAGE_CONF"_s, path(u"storage.conf"_s));
    m_environment.insert(u"BUILDAH_ISOLATION"_s, u"chroot"_s);
    linkTools();
    setTools({u"podman"_s});
    const Output made = run(cli(), {u"new"_s, project(), u"--starter"_s, u"todo-app"_s});
    QVERIFY2(made.code == 0, made.text());
}

void MinikubeCase::cleanupTestCase()
{
    if (m_folder)
        forgetCluster();
}

void MinikubeCase::init()
{
    TestCase::init();
    setTools({u"podman"_s});
}

void MinikubeCase::linkTools() const
{
    const QString all = QProcessEnvironment::systemEnvironment().value(u"PATH"_s);
    QDir().mkpath(path(u"tools"_s));
    for (const QString &folder : all.split(u':', Qt::SkipEmptyParts)) {
        for (const QString &name : QDir(folder).entryList(QDir::Files)) {
            const QString link = path(u"tools/"_s + name); // the first one stays
            if (name != u"minikube" && !Engines.contains(name))
                QFile::link(folder + u'/' + name, link);
        }
    }
}

void MinikubeCase::setTools(const QStringList &engines, const QString &minikube)
{
    const QString bin = path(u"bin"_s);
    QDir(bin).removeRecursively();
    QDir().mkpath(bin);
    if (!minikube.isEmpty())
        QFile::link(minikube, bin + u"/minikube"_s);
    for (const QString &engine : engines)
        QFile::link(QStandardPaths::findExecutable(engine), bin + u'/' + engine);
    m_environment.insert(u"PATH"_s, bin + u':' + path(u"tools"_s));
}

Output MinikubeCase::run(const QString &program, const QStringList &arguments,
                         const QByteArray &input, const Variables &variables) const
{
    QProcess process;
    QProcessEnvironment environment = m_environment;
    for (auto it = variables.begin(); it != variables.end(); ++it)
        environment.insert(it.key(), it.value());
    process.setProcessEnvironment(environment);
    process.start(program, arguments);
    process.write(input);
    process.closeWriteChannel();
    if (!process.waitForFinished(Patience) || process.exitStatus() != QProcess::NormalExit)
        return {-1, process.readAllStandardOutput(),
                process.readAllStandardError() + process.errorString().toUtf8()};
    return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

QStringList MinikubeCase::arguments(const QStringList &more) const
{
    return QStringList{u"deploy"_s, project(),           u"--minikube"_s, u"--helm"_s,
                       m_helm,      u"--secrets-from"_s, u"-"_s} +
           more;
}

Deploy MinikubeCase::deploy(const QStringList &more, const Variables &variables)
{
    QByteArray env;
    for (int i = 0; i < Keys.size(); ++i)
        env += Keys[i].toUtf8() + '=' + m_values[i] + '\n';
    QFile::remove(path(u"log"_s));
    Variables all = variables;
    all.insert(u"CHARTWRIGHT_MINIKUBE_LOG"_s, path(u"log"_s));
    Deploy out{run(cli(), arguments(more), env, all), commands()};
    m_allCommands += out.commands;
    return out;
}

void MinikubeCase::start(QProcess &process, const QStringList &arguments,
                         const Variables &variables)
{
    QFile::remove(path(u"log"_s));
    QProcessEnvironment environment = m_environment;
    environment.insert(u"CHARTWRIGHT_MINIKUBE_LOG"_s, path(u"log"_s));
    for (auto it = variables.begin(); it != variables.end(); ++it)
        environment.insert(it.key(), it.value());
    process.setProcessEnvironment(environment);
    process.start(cli(), arguments);
    QVERIFY(process.waitForStarted());
}

QStringList MinikubeCase::commands() const
{
    return QString::fromUtf8(bytesOf(path(u"log"_s))).split(u'\n', Qt::SkipEmptyParts);
}

void MinikubeCase::haveDeployed()
{
    const Deploy done = deploy();
    QVERIFY2(done.output.code == 0, done.text());
    QTRY_VERIFY_WITH_TIMEOUT(hasTasks(), Soon);
}

void MinikubeCase::forgetCluster()
{
    if (!QFileInfo::exists(path(u"mk/profiles/minikube"_s)))
        return;
    setTools({u"podman"_s});
    const Output gone = minikube({u"delete"_s});
    QVERIFY2(gone.code == 0, gone.text());
}

MinikubeCase::Variables MinikubeCase::once(const QString &fault)
{
    return {{u"CHARTWRIGHT_MINIKUBE_FAULT"_s, fault},
            {u"CHARTWRIGHT_MINIKUBE_FAULT_ONCE"_s, path(u"fault-%1"_s.arg(++m_faults))}};
}

Output MinikubeCase::minikube(const QStringList &arguments) const
{
    return run(standIn(), arguments);
}

QByteArray MinikubeCase::kubectl(const QStringList &arguments) const
{
    const Output done = run(qEnvironmentVariable("CHARTWRIGHT_KUBECTL"),
                            QStringList{u"--context"_s, u"minikube"_s} + arguments);
    if (done.code != 0)
        qCritical().noquote() << arguments << done.text();
    return done.out;
}

QByteArray MinikubeCase::page(const QString &path) const
{
    const QByteArray ip = minikube({u"ip"_s}).out.trimmed();
    static const QRegularExpression node(u"\\A10\\.25[0-5]\\.0\\.1\\z"_s);
    if (!node.match(QString::fromLatin1(ip)).hasMatch())
        return "no address of a node: " + ip;
    const Output got = run(u"curl"_s, {u"--noproxy"_s, u"*"_s, u"--silent"_s, u"--max-time"_s,
                                       u"10"_s, u"--write-out"_s, u"\n%{http_code}"_s,
                                       u"http://%1%2"_s.arg(QString::fromLatin1(ip), path)});
    const qsizetype end = got.out.lastIndexOf('\n');
    const QByteArray status = got.out.mid(end + 1);
    return status == "200" ? got.out.left(end) : "status " + status + ": " + got.out.left(end);
}

bool MinikubeCase::hasTasks() const
{
    const auto tasks = readJson(page(u"/api/tasks"_s), u"tasks"_s);
    return tasks && tasks->isList() && !tasks->list().isEmpty() &&
           tasks->list().first()[u"title"].isString();
}

QByteArray MinikubeCase::titleOfPage() const
{
    const QByteArray html = page(u"/"_s);
    const qsizetype begin = html.indexOf("<title>"), end = html.indexOf("</title>");
    return begin < 0 || end < 0 ? html : html.mid(begin + 7, end - begin - 7);
}

QStringList MinikubeCase::pods(const QString &component) const
{
    const auto all = readJson(kubectl({u"get"_s, u"pods"_s, u"-o"_s, u"json"_s}), u"pods"_s);
    QStringList out;
    for (const Value &pod : all ? (*all)[u"items"].list() : List()) {
        const Value &data = pod[u"metadata"];
        const QString name = data[u"name"].toString();
        if (name.startsWith(component) && data[u"deletionTimestamp"].isNull())
            out.append(name + u' ' + data[u"uid"].toString());
    }
    out.sort();
    return out;
}

QString MinikubeCase::imageOf(const QString &deployment) const
{
    return QString::fromUtf8(kubectl({u"get"_s, u"deployment"_s, deployment, u"-o"_s,
                                      u"jsonpath={.spec.template.spec.containers[0].image}"_s}));
}

void MinikubeCase::setTitle(const QByteArray &title) const
{
    const QString file = project() + u"/images/frontend/index.html"_s;
    QByteArray html = bytesOf(file);
    const qsizetype begin = html.indexOf("<title>") + 7;
    html.replace(begin, html.indexOf("</title>") - begin, title);
    write(file, html);
}

QStringList MinikubeCase::namesOfSameImage(const QString &name) const
{
    const auto images =
        readJson(minikube({u"image"_s, u"ls"_s, u"--format"_s, u"json"_s}).out, u"images"_s);
    for (const Value &image : images ? images->list() : List()) {
        QStringList names;
        for (const Value &tag : image[u"repoTags"].list())
            names.append(tag.toString());
        if (names.contains(u"docker.io/library/"_s + name))
            return names;
    }
    return {};
}

void MinikubeCase::draw(QStringView kind, QStringView name, const QString &field,
                        const Value &value) const
{
    Topology topology = loadProject(project(), allKinds()).value().topology;
    const ResourcePtr drawn = topology.findByName(kind, name);
    topology.apply(setField(topology, RefIndex(topology), drawn->id, Path(field), value));
    QVERIFY_RESULT(saveProject(topology, project() + u'/' + ProjectFileName));
}

/// What `--output json` tells first.
QList<Value> stepsOf(const QByteArray &json)
{
    const auto steps = readJson(json.left(json.indexOf("\n]\n") + 3), u"steps"_s);
    return steps ? steps->list() : QList<Value>();
}

} // namespace chartwright_test
