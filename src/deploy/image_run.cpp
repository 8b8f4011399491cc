// SPDX-License-Identifier: Apache-2.0
#include "deploy/image_run.h"

#include "base/on_worker.h"

#include <QFileInfo>
#include <QLocale>

namespace chartwright {
namespace {

ToolFailure toolFailure(const QString &message, const QString &where, const QString &remedy)
{
    ToolFailure out;
    out.error = {message, where, remedy};
    return out;
}

const MinikubeImage *named(const QList<MinikubeImage> &images, const QString &reference)
{
    const auto found = std::find_if(images.begin(), images.end(), [&](const MinikubeImage &image) {
        return image.isNamed(reference);
    });
    return found == images.end() ? nullptr : &*found;
}

} // namespace

ImageRun::ImageRun(Minikube *minikube, ContainerEngine *engine, ImagePlan plan, QObject *parent)
    : QObject(parent), m_minikube(minikube), m_engine(engine), m_plan(std::move(plan))
{
}

ImageRun::~ImageRun() { m_stop.request_stop(); }

void ImageRun::start(const Done &done)
{
    m_done = done;
    if (!m_plan.digest.isEmpty())
        return lookPinned();
    if (!m_plan.folder.isEmpty())
        return build();
    if (!m_plan.archive.isEmpty())
        return readArchive();
    lookHere();
}

void ImageRun::stop()
{
    m_stop.request_stop();
    if (m_run)
        m_run->stop();
}

void ImageRun::follow(ToolRun *run)
{
    m_run = run;
    connect(run, &ToolRun::line, this, [this](const QString &text) { emit line(text); });
}

void ImageRun::build()
{
    if (!QFileInfo(m_plan.folder + u'/' + m_plan.dockerfile).isFile())
        return fail(toolFailure(tr("There is no %1").arg(m_plan.dockerfile), m_plan.folder,
                                tr("Name the folder with the Dockerfile in the image's "
                                   "properties, or no folder, to load or pull the image.")));
    emit doing(m_engine ? tr("Building with %1").arg(m_engine->name())
                        : tr("Building in Minikube"));
    const auto built = [this](const ToolResult<void> &done) {
        if (!done)
            return fail(done.error());
        if (m_engine)
            return lookHere();
        m_end = End::Built;
        check();
    };
    if (m_engine)
        follow(m_engine->build(m_plan.folder, m_plan.dockerfile, m_plan.reference, m_plan.platform,
                               built));
    else
        follow(m_minikube->buildImage(m_plan.folder, m_plan.dockerfile,
                                      fullImageName(m_plan.reference), built));
}

/// What a worker has done with the archive; says so where it came to nothing.
template <class T> bool ImageRun::isRead(const Result<T> &result)
{
    if (result && !m_stop.stop_requested())
        return true;
    ToolFailure failure;
    if (m_stop.stop_requested())
        failure.kind = ToolFailure::Kind::Stopped;
    else
        failure.error = result.error();
    fail(failure);
    return false;
}

void ImageRun::readArchive()
{
    const QFileInfo file(m_plan.archive);
    if (!file.isFile())
        return fail(toolFailure(tr("There is no file %1").arg(file.fileName()), file.path(),
                                tr("Name the archive in the image's properties as it stands in "
                                   "the project's folder, or none, to load or pull the image.")));
    emit doing(tr("Reading %1").arg(file.fileName()));
    onWorker(
        this,
        [plan = m_plan, stop = m_stop.get_token()] {
            return readImageArchive(plan.archive, plan.reference, plan.platform, stop);
        },
        [this](const Result<ArchivedImage> &image) {
            if (!isRead(image))
                return;
            m_archived = *image;
            m_local = LocalImage{image->id, m_plan.reference, image->platform, image->size};
            if (fitsPlatform())
                lookThere();
        });
}

void ImageRun::lookHere()
{
    if (!m_engine)
        return lookThere();
    follow(m_engine->inspect(m_plan.reference,
                             [this](const ToolResult<std::optional<LocalImage>> &found) {
                                 if (!found)
                                     return fail(found.error());
                                 m_local = *found;
                                 if (!m_local || fitsPlatform())
                                     lookThere();
                             }));
}

/// Says so where it does not.
bool ImageRun::fitsPlatform()
{
    if (m_plan.platform.isEmpty() || m_local->platform == m_plan.platform)
        return true;
    fail(toolFailure(
        tr("The image is for %1, and drawn for %2").arg(m_local->platform, m_plan.platform),
        m_archived ? m_plan.archive : m_plan.reference,
        tr("Build it for %1, or draw the platform that it has.").arg(m_plan.platform)));
    return false;
}

void ImageRun::lookPinned()
{
    follow(m_minikube->images([this](const ToolResult<QList<MinikubeImage>> &images) {
        if (!images)
            return fail(images.error());
        const MinikubeImage *there = named(*images, m_plan.reference);
        m_there.size = there ? there->size : 0;
        end(there ? End::There : End::Pulled);
    }));
}

void ImageRun::lookThere()
{
    follow(m_minikube->images([this](const ToolResult<QList<MinikubeImage>> &images) {
        if (!images)
            return fail(images.error());
        const MinikubeImage *there = named(*images, m_plan.reference);
        const MinikubeImage *content = contentIn(*images);
        // To load it is the one way to take a name from another content that each runtime has.
        if (m_local)
            return content && (!there || there == content) ? settle(*images) : bring();
        if (!there)
            return end(End::Pulled);
        m_there = *there;
        // What the node pulled, or somebody loaded, is run by the name that it has.
        if (!m_there.isNamed(contentReference(m_plan.reference, m_there.id)))
            m_there.id.clear();
        end(End::There);
    }));
}

/// What Minikube has of what is here: by its id, or where the two do not count alike by the name
/// that it was given.
const MinikubeImage *ImageRun::contentIn(const QList<MinikubeImage> &images) const
{
    const auto found = std::find_if(images.begin(), images.end(), [this](const MinikubeImage &i) {
        return m_local &&
               (i.id == m_local->id || i.isNamed(contentReference(m_plan.reference, m_local->id)));
    });
    return found == images.end() ? nullptr : &*found;
}

void ImageRun::bring()
{
    const QString from = m_archived ? QFileInfo(m_plan.archive).fileName() : m_engine->name();
    emit doing(m_local->size > 0
                   ? tr("Loading %1 from %2").arg(QLocale().formattedDataSize(m_local->size), from)
                   : tr("Loading from %1").arg(from));
    if (!m_archived)
        return follow(
            m_engine->save(m_local->name, tarPath(), [this](const ToolResult<void> &saved) {
                if (!saved)
                    return fail(saved.error());
                load();
            }));
    const QStringList names{fullImageName(m_plan.reference),
                            fullImageName(contentReference(m_plan.reference, m_archived->id))};
    onWorker(
        this,
        [plan = m_plan, image = *m_archived, names, to = tarPath(), stop = m_stop.get_token()] {
            return writeImageArchive(plan.archive, image, names, to, stop);
        },
        [this](const Result<void> &written) {
            if (isRead(written))
                load();
        });
}

void ImageRun::load()
{
    follow(m_minikube->loadImage(tarPath(), [this](const ToolResult<void> &loaded) {
        if (!loaded)
            return fail(loaded.error());
        m_end = End::Loaded;
        check();
    }));
}

/// It was brought: which one is it there?
void ImageRun::check()
{
    follow(m_minikube->images([this](const ToolResult<QList<MinikubeImage>> &images) {
        if (!images)
            return fail(images.error());
        settle(*images);
    }));
}

/// Gives it the drawn name, and one of its own.
void ImageRun::settle(const QList<MinikubeImage> &images)
{
    const MinikubeImage *there = named(images, m_plan.reference);
    const MinikubeImage *content = contentIn(images);
    // An engine may have it under a name of its own: "localhost/todo:1".
    const bool isRenamed =
        content && !content->isNamed(m_plan.reference) && !content->names.isEmpty();
    if (isRenamed || (content && m_archived))
        there = content;
    // Minikube's load ends well where its runtime took nothing; another content may be there.
    if (!there || (m_archived && !content))
        return fail(toolFailure(tr("Minikube took the image, but does not list it"),
                                m_plan.reference, tr("Try again.")));
    m_there = *there;
    if (m_archived)
        m_there.id = m_archived->id;
    if (!isRenamed)
        return name();
    follow(m_minikube->tagImage(m_there.names.first(), fullImageName(m_plan.reference),
                                [this](const ToolResult<void> &tagged) {
                                    if (!tagged)
                                        return fail(tagged.error());
                                    name();
                                }));
}

/// A name for this content alone.
void ImageRun::name()
{
    const QString own = contentReference(m_plan.reference, m_there.id);
    if (m_there.isNamed(own))
        return end(m_end);
    follow(m_minikube->tagImage(fullImageName(m_plan.reference), fullImageName(own),
                                [this](const ToolResult<void> &tagged) {
                                    if (!tagged)
                                        return fail(tagged.error());
                                    end(m_end);
                                }));
}

void ImageRun::fail(const ToolFailure &failure)
{
    if (failure.error.where.isEmpty() && failure.kind != ToolFailure::Kind::Stopped) {
        ToolFailure placed = failure;
        placed.error.where = m_plan.reference;
        return m_done(tl::unexpected(placed));
    }
    m_done(tl::unexpected(failure));
}

void ImageRun::end(End end)
{
    const qint64 size = m_local && m_local->size > 0 ? m_local->size : m_there.size;
    m_done(Outcome{end, m_there.id, size});
}

} // namespace chartwright
