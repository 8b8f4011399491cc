// SPDX-License-Identifier: Apache-2.0
#include "deploy/image_run.h"
#include "support/result_check.h"
#include "support/test_case.h"
#include "tree/yaml.h"
#include "unit/deploy/archives.h"

using namespace chartwright;
using namespace chartwright_test;
using namespace Qt::StringLiterals;

namespace {

const QString Drawn = u"docker.io/library/todo:1"_s;

QByteArray listed(const QString &id, const QStringList &names)
{
    List tags;
    for (const QString &name : names)
        tags.append(name);
    return "{\"id\": \"" + id.toUtf8() +
           "\", \"size\": \"4096\", \"repoTags\": " + writeJson(tags) + "}";
}

} // namespace

// How an archive comes into Minikube, which is a script here: it lists what it is told to, and
// another list after a load.
class ImageRunTest : public TestCase
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init() override;
    void comesOnce();
    void namesWhatIsThere();
    void nameOfAnother();
    void oneNameEach();
    void tookNothing();
    void pinned();
    void stops();

private:
    QString path(const QString &name) const { return m_folder.filePath(name); }
    void write(const QString &name, const QByteArray &bytes) const;
    void list(const QList<QByteArray> &images) const;
    void listAfterLoad(const QList<QByteArray> &images) const;
    ToolResult<ImageRun::Outcome> run(bool stopsAtOnce = false) const;
    QString commands() const;

    QTemporaryDir m_folder;
    ImagePlan m_plan;
    QString m_id, m_own;
};

void ImageRunTest::write(const QString &name, const QByteArray &bytes) const
{
    QFile file(path(name));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(bytes);
}

void ImageRunTest::list(const QList<QByteArray> &images) const
{
    write(u"list"_s, '[' + images.join(',') + ']');
}

void ImageRunTest::listAfterLoad(const QList<QByteArray> &images) const
{
    write(u"next"_s, '[' + images.join(',') + ']');
}

void ImageRunTest::initTestCase()
{
    TestCase::init();
    write(u"minikube"_s, "#!/bin/sh\ncd \"$(dirname \"$0\")\"\necho \"$1 $2 $3 $4\" >>log\n"
                         "case $2 in\nls) cat list ;;\nload) mv next list ;;\nesac\n");
    QVERIFY(QFile(path(u"minikube"_s)).setPermissions(QFile::ReadOwner | QFile::ExeOwner));
    write(u"todo.tar"_s,
          archiveOf({{"a.json", configOf()},
                     {"b", "layer"},
                     {"manifest.json", R"([{"Config": "a.json", "Layers": ["b"]}])"}}));
    m_id = QString::fromLatin1(sha256(configOf()));
    m_own = Drawn + u'-' + m_id.left(8);
}

void ImageRunTest::init()
{
    TestCase::init();
    QFile::remove(path(u"log"_s));
    m_plan = {};
    m_plan.reference = u"todo:1"_s;
    m_plan.platform = u"linux/amd64"_s;
    m_plan.archive = path(u"todo.tar"_s);
}

ToolResult<ImageRun::Outcome> ImageRunTest::run(bool stopsAtOnce) const
{
    Minikube minikube({path(u"minikube"_s), u"1.38.1"_s}, u"minikube"_s);
    ImageRun run(&minikube, nullptr, m_plan, nullptr);
    std::optional<ToolResult<ImageRun::Outcome>> out;
    run.start([&](const ToolResult<ImageRun::Outcome> &outcome) { out = outcome; });
    if (stopsAtOnce)
        run.stop();
    if (!QTest::qWaitFor([&] { return out.has_value(); }, 20'000))
        return tl::unexpected(ToolFailure());
    return *out;
}

QString ImageRunTest::commands() const
{
    QFile log(path(u"log"_s));
    return log.open(QIODevice::ReadOnly) ? QString::fromUtf8(log.readAll()) : QString();
}

/// Also where Minikube's ids are of another kind, as with Docker's newer store.
void ImageRunTest::comesOnce()
{
    for (const QString &id : {m_id, u"0123456789abcdef"_s}) {
        QFile::remove(path(u"log"_s));
        list({});
        listAfterLoad({listed(id, {Drawn, m_own})});
        const auto first = run();
        QVERIFY2(first, qPrintable(first ? QString() : first.error().error.text()));
        QVERIFY(first->end == ImageRun::End::Loaded);
        QCOMPARE(first->id, m_id);
        QCOMPARE(first->size, 5);
        QCOMPARE(commands().count(u"image load"), 1);
        const auto again = run();
        QVERIFY(again && again->end == ImageRun::End::There && again->id == m_id);
        QCOMPARE(commands().count(u"image load"), 1);
        QVERIFY2(!commands().contains(u"image tag"), qPrintable(commands()));
    }
}

/// Its content may be there under another name.
void ImageRunTest::namesWhatIsThere()
{
    list({listed(m_id, {u"docker.io/library/other:7"_s})});
    const auto done = run();
    QVERIFY(done && done->end == ImageRun::End::There);
    QCOMPARE(commands(), u"image ls --format json\nimage tag docker.io/library/other:7 %1\n"
                         "image tag %1 %2\n"_s.arg(Drawn, m_own));
}

/// Not every runtime lets a name be taken away from an image by tagging another.
void ImageRunTest::nameOfAnother()
{
    list({listed(u"bb"_s, {Drawn}), listed(m_id, {m_own})});
    listAfterLoad({listed(m_id, {m_own, Drawn})});
    const auto done = run();
    QVERIFY(done && done->end == ImageRun::End::Loaded);
    QVERIFY2(commands().contains(u"image load") && !commands().contains(u"image tag"),
             qPrintable(commands()));
}

/// As Minikube lists them where Docker is its runtime.
void ImageRunTest::oneNameEach()
{
    list({listed(m_id, {Drawn}), listed(m_id, {m_own})});
    const auto done = run();
    QVERIFY(done && done->end == ImageRun::End::There);
    QCOMPARE(commands(), u"image ls --format json\n"_s);
}

/// Minikube's load ends well even then; what had the name before is not what was meant.
void ImageRunTest::tookNothing()
{
    list({listed(u"bb"_s, {Drawn})});
    listAfterLoad({listed(u"bb"_s, {Drawn})});
    const auto done = run();
    QVERIFY(!done);
    QCOMPARE(done.error().error.message, u"Minikube took the image, but does not list it"_s);
}

void ImageRunTest::pinned()
{
    const QString digest = u"sha256:"_s + QString(64, u'a');
    m_plan.digest = digest;
    m_plan.reference = u"todo:1@"_s + digest;
    list({listed(m_id, {Drawn})});
    const auto elsewhere = run();
    QVERIFY(elsewhere && elsewhere->end == ImageRun::End::Pulled && elsewhere->id.isEmpty());
    list({listed(m_id, {u"docker.io/library/todo@"_s + digest})});
    const auto there = run();
    QVERIFY(there && there->end == ImageRun::End::There && there->id.isEmpty());
    QCOMPARE(there->size, 4096);
}

void ImageRunTest::stops()
{
    const auto done = run(true);
    QVERIFY(!done);
    QVERIFY(done.error().kind == ToolFailure::Kind::Stopped);
    QCOMPARE(commands(), QString());
}

CHARTWRIGHT_TEST(ImageRunTest)
#include "test_image_run.moc"
