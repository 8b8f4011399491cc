// SPDX-License-Identifier: Apache-2.0
#include "minikube/minikube_case.h"

using namespace chartwright;
using namespace chartwright_test;
using namespace Qt::StringLiterals;

// Images that come as archives, of the real podman, to a machine without any engine; and those that
// a digest pins.
class MinikubeArchiveTest : public MinikubeCase
{
    Q_OBJECT

private slots:
    void initTestCase();
    void cold_data();
    void cold();
    void changed();
    void fails_data();
    void fails();
    void pinned();

private:
    void build(const QString &component);
    void save(const QString &archive, const QStringList &options);
    void podman(const QStringList &arguments);
    void useArchives(const QString &backend, const QString &frontend);
};

void MinikubeArchiveTest::podman(const QStringList &arguments)
{
    const Output done = run(u"podman"_s, arguments);
    QVERIFY2(done.code == 0, done.text());
}

void MinikubeArchiveTest::build(const QString &component)
{
    podman({u"build"_s, u"--layers"_s, u"--tag"_s,
            u"docker.io/library/todo-%1:latest"_s.arg(component),
            project() + u"/images/"_s + component});
}

/// Below the project's folder.
void MinikubeArchiveTest::save(const QString &archive, const QStringList &options)
{
    QFile::remove(project() + u'/' + archive);
    podman(QStringList{u"save"_s, u"--quiet"_s, u"--output"_s, project() + u'/' + archive} +
           options);
}

void MinikubeArchiveTest::useArchives(const QString &backend, const QString &frontend)
{
    draw(u"Image", u"todo-backend", u"archive"_s, backend);
    draw(u"Image", u"todo-frontend", u"archive"_s, frontend);
}

void MinikubeArchiveTest::initTestCase()
{
    MinikubeCase::initTestCase();
    if (QTest::currentTestFailed())
        return;
    for (const QString &component : {u"backend"_s, u"frontend"_s}) {
        build(component);
        const QString name = u"docker.io/library/todo-%1:latest"_s.arg(component);
        const QString other = u"localhost/other/%1:7"_s.arg(component);
        podman({u"tag"_s, name, other});
        save(u"images/%1.tar"_s.arg(component), {u"--format=docker-archive"_s, name});
        save(u"images/oci-%1.tar"_s.arg(component), {u"--format=oci-archive"_s, name});
        save(u"images/other %1.tar"_s.arg(component), {u"--format=docker-archive"_s, other});
        const QString oci = project() + u"/images/oci-%1.tar"_s.arg(component);
        QVERIFY(run(u"gzip"_s, {oci}).code == 0 && QFileInfo(oci + u".gz"_s).isFile());
        draw(u"Image", u"todo-"_s + component, u"build.context"_s, {});
    }
    save(u"images/both.tar"_s,
         {u"--format=docker-archive"_s, u"--multi-image-archive"_s,
          u"docker.io/library/todo-frontend:latest"_s, u"docker.io/library/todo-backend:latest"_s});
}

void MinikubeArchiveTest::cold_data()
{
    QTest::addColumn<QString>("backend");
    QTest::addColumn<QString>("frontend");
    QTest::newRow("of docker's format") << u"images/backend.tar"_s << u"images/frontend.tar"_s;
    QTest::newRow("OCI, packed") << u"images/oci-backend.tar.gz"_s
                                 << u"images/oci-frontend.tar.gz"_s;
    QTest::newRow("with other names")
        << u"images/other backend.tar"_s << u"images/other frontend.tar"_s;
    QTest::newRow("with several") << u"images/both.tar"_s << u"images/both.tar"_s;
}

/// They come under the names that are drawn, and come once.
void MinikubeArchiveTest::cold()
{
    QFETCH(const QString, backend);
    QFETCH(const QString, frontend);
    useArchives(backend, frontend);
    forgetCluster();
    setTools({});
    const Deploy done = deploy();
    QVERIFY2(done.output.code == 0, done.text());
    QCOMPARE(done.count(u"image load "_s), 2);
    QCOMPARE(done.count(u"image build "_s), 0);
    QVERIFY2(done.output.out.contains(" from " + QFileInfo(backend).fileName().toUtf8() + '\n'),
             done.text());
    static const QRegularExpression size(u"Image todo-backend:latest: Loaded, [0-9.]+ [KM]iB\n"_s);
    QVERIFY2(size.match(QString::fromUtf8(done.output.out)).hasMatch(), done.text());
    QTRY_VERIFY_WITH_TIMEOUT(hasTasks(), Soon);
    QCOMPARE(titleOfPage(), "To do");
    static const QRegularExpression ofContent(u"\\Atodo-backend:latest-[0-9a-f]{8}\\z"_s);
    const QString image = imageOf(u"todo-backend"_s);
    QVERIFY2(ofContent.match(image).hasMatch(), qPrintable(image));
    // Nothing else of the archive is there.
    QStringList names = namesOfSameImage(u"todo-backend:latest"_s);
    names.sort();
    QCOMPARE(names, (QStringList{u"docker.io/library/todo-backend:latest"_s,
                                 u"docker.io/library/"_s + image}));

    const QStringList running = pods(u"todo-"_s);
    setTools({});
    const Deploy again = deploy();
    QVERIFY2(again.output.code == 0, again.text());
    QVERIFY2(again.count(u"image load "_s) == 0 && again.count(u"image tag "_s) == 0, again.text());
    QVERIFY2(again.output.out.contains("Image todo-backend:latest: It is there already, "),
             again.text());
    QCOMPARE(pods(u"todo-"_s), running);
}

/// The drawn name moves to what the archive holds now, whatever had it.
void MinikubeArchiveTest::changed()
{
    useArchives(u"images/backend.tar"_s, u"images/frontend.tar"_s);
    haveDeployed();
    if (QTest::currentTestFailed())
        return;
    const QStringList backend = pods(u"todo-backend"_s);
    const QString old = imageOf(u"todo-frontend"_s);
    setTitle("Shopping");
    build(u"frontend"_s);
    save(u"images/frontend.tar"_s,
         {u"--format=docker-archive"_s, u"docker.io/library/todo-frontend:latest"_s});
    setTools({});
    const Deploy done = deploy();
    QVERIFY2(done.output.code == 0, done.text());
    QCOMPARE(done.count(u"image load "_s), 1);
    const QString image = imageOf(u"todo-frontend"_s);
    QVERIFY(image != old);
    QVERIFY(namesOfSameImage(u"todo-frontend:latest"_s).contains(u"docker.io/library/"_s + image));
    QTRY_COMPARE_WITH_TIMEOUT(titleOfPage(), "Shopping", Soon);
    QCOMPARE(pods(u"todo-backend"_s), backend);
    // And back to what is there still under its own name.
    setTitle("To do");
    build(u"frontend"_s);
    save(u"images/frontend.tar"_s,
         {u"--format=docker-archive"_s, u"docker.io/library/todo-frontend:latest"_s});
    setTools({});
    const Deploy back = deploy();
    QVERIFY2(back.output.code == 0, back.text());
    QTRY_COMPARE_WITH_TIMEOUT(titleOfPage(), "To do", Soon);
}

void MinikubeArchiveTest::fails_data()
{
    QTest::addColumn<QString>("field");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QByteArray>("sentence");
    QTest::addColumn<QByteArray>("remedy");
    const auto row = [](const char *name, const QString &field, const QString &value,
                        const char *sentence, const char *remedy) {
        QTest::newRow(name) << field << value << QByteArray(sentence) << QByteArray(remedy);
    };
    row("another platform", u"platform"_s, u"linux/arm64"_s,
        "The image is for linux/amd64, and drawn for linux/arm64", "draw the platform that it has");
    row("another tag", u"tag"_s, u"v9.9.0"_s,
        "The archive holds several images, and none is todo-backend:v9.9.0",
        "It holds docker.io/library/todo-");
    row("missing", u"archive"_s, u"images/none.tar"_s, "There is no file none.tar",
        "Name the archive in the image's properties");
    row("a folder", u"archive"_s, u"images/backend"_s, "There is no file backend",
        "Name the archive in the image's properties");
    row("none", u"archive"_s, u"images/frontend/index.html"_s, "The file is no archive of an image",
        "Make it with docker save or podman save");
    row("cut off", u"archive"_s, u"images/cut.tar"_s, "The archive is not complete",
        "Make it anew, with docker save or podman save");
}

void MinikubeArchiveTest::fails()
{
    QFETCH(const QString, field);
    QFETCH(const QString, value);
    QFETCH(const QByteArray, sentence);
    QFETCH(const QByteArray, remedy);
    useArchives(u"images/both.tar"_s, u"images/both.tar"_s);
    haveDeployed();
    if (QTest::currentTestFailed())
        return;
    QFile whole(project() + u"/images/backend.tar"_s), cut(project() + u"/images/cut.tar"_s);
    QVERIFY(whole.open(QIODevice::ReadOnly) && cut.open(QIODevice::WriteOnly));
    cut.write(whole.read(whole.size() / 2));
    cut.close();
    const Value before = field == u"tag"
                             ? Value(u"latest"_s)
                             : (field == u"platform" ? Value(u"linux/amd64"_s) : Value());
    draw(u"Image", u"todo-backend", field, value);
    const auto back = qScopeGuard([&] { draw(u"Image", u"todo-backend", field, before); });
    setTools({});
    const Deploy failed = deploy();
    QCOMPARE(failed.output.code, 2);
    const qsizetype told = failed.output.err.indexOf(sentence);
    QVERIFY2(told >= 0 && failed.output.err.indexOf(remedy, told) > told, failed.text());
    QVERIFY2(failed.output.err.contains("Image todo-backend:"), failed.text());
    QCOMPARE(failed.count(u"image load "_s), 0);
    QVERIFY2(!failed.output.out.contains("Release"), failed.text());
}

/// It is run as it is drawn; the digest decides whether it is there, whatever has the tag.
void MinikubeArchiveTest::pinned()
{
    useArchives(u"images/backend.tar"_s, u"images/frontend.tar"_s);
    haveDeployed();
    if (QTest::currentTestFailed())
        return;
    // As the node names what it has pulled by a digest.
    const QString there = u"sha256:"_s + QString(64, u'a'),
                  elsewhere = u"sha256:"_s + QString(64, u'b');
    const Output named = minikube({u"image"_s, u"tag"_s, u"docker.io/library/todo-backend:latest"_s,
                                   u"docker.io/library/todo-backend@"_s + there});
    QVERIFY2(named.code == 0, named.text());
    draw(u"Image", u"todo-backend", u"digest"_s, there);
    const auto back = qScopeGuard([&] { draw(u"Image", u"todo-backend", u"digest"_s, {}); });
    const Deploy done = deploy();
    QVERIFY2(done.output.code == 0, done.text());
    // The name is too long for a line, and cut in its middle.
    static const QRegularExpression found(
        u"Image todo-backend:latest@sha256:[0-9a-f]+…[0-9a-f]+: It is there already, "_s);
    QVERIFY2(found.match(QString::fromUtf8(done.output.out)).hasMatch(), done.text());
    QCOMPARE(done.count(u"image load "_s), 0);
    QCOMPARE(imageOf(u"todo-backend"_s), u"todo-backend:latest@"_s + there);
    QTRY_VERIFY_WITH_TIMEOUT(hasTasks(), Soon);

    draw(u"Image", u"todo-backend", u"digest"_s, elsewhere);
    const Deploy pulled = deploy({u"--no-wait"_s});
    QVERIFY2(pulled.output.code == 0, pulled.text());
    QVERIFY2(pulled.output.out.contains(": Its digest pins it: the cluster pulls it, unless it has "
                                        "it\n"),
             pulled.text());
    QCOMPARE(imageOf(u"todo-backend"_s), u"todo-backend:latest@"_s + elsewhere);
}

CHARTWRIGHT_TEST(MinikubeArchiveTest)
#include "test_minikube_archive.moc"
