"""A made-up help desk of any company, laid beside a real handbook so that the search has much more to be wrong about.

40 topics x 5 markets x 5 products make 1,000 procedures, topics x products 200 workflows, with terms in four languages,
sentences that also speak of what the real pages are about, and names that look like slips of real words.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from random import Random

MARKETS = ("Brazil", "Japan", "Kenya", "Poland", "Mexico")
PRODUCTS = ("Shop", "Live", "Studio", "Wallet", "Music")
TOPICS = """
refund|Refund of a purchase|receipt, basket, merchant|
i want my money back, paid twice, refund not arrived|devolución de una compra|pulangkan duit pembelian|购买退款

delivery|Late delivery|courier, parcel, tracking|
where is my order, parcel is late, courier lost it|el paquete no llega|barang lambat sampai|包裹没到

damaged|Damaged goods|box, warranty, replacement|
arrived broken, wrong item sent, screen has a crack|llegó roto|barang rosak|收到损坏商品

invoice|Invoice and tax|bill, tax number, address|
need an invoice, wrong name on the bill, tax number missing|necesito factura|perlukan resit cukai|需要发票

payment|Payment declined|card, bank, limit|
card was declined, cannot pay, payment failed again|tarjeta rechazada|bayaran gagal|付款失败

subscription|Subscription|renewal, plan, month|
cancel my plan, charged after cancelling, change plan|cancelar suscripción|batal langganan|取消订阅

coupon|Coupon and voucher|code, discount, campaign|
code does not work, voucher expired, discount missing|cupón no funciona|kod diskaun tak boleh guna|优惠码无效

payout|Payout of creators|earnings, balance, bank|
my earnings are missing, payout late, change bank details|no recibí mi pago|bayaran pencipta lambat|收益没到账

gift|Gifts in a stream|coins, diamonds, sender|
coins disappeared, gift sent by mistake, child spent coins|regalo por error|hantar hadiah tersilap|误送礼物

ads|Advertisement review|campaign, budget, image|
my ad was rejected, ad shows in wrong country, budget spent|anuncio rechazado|iklan ditolak|广告被拒

budget|Budget of a campaign|spend, limit, bid|
campaign spends too fast, set a limit, no impressions|presupuesto agotado|bajet iklan habis|预算花太快

playback|Playback trouble|video, sound, buffer|
video does not play, no sound, keeps loading|el video no carga|video tak boleh main|视频放不出来

upload|Upload trouble|file, format, size|
upload stuck, file too big, video has black bars|no puedo subir|muat naik tersekat|上传失败

drafts|Lost drafts|phone, folder, backup|
drafts are gone, lost after update, restore a draft|perdí borradores|draf hilang|草稿丢失

effects|Effects and filters|camera, mask, light|
filter missing, effect crashes, mask does not fit|el filtro no aparece|penapis tiada|滤镜不见了

captions|Captions|language, text, time|
captions wrong, turn on captions, caption in another language|subtítulos mal|sari kata salah|字幕不对

music|Rights in music|song, label, licence|
song muted, licence for a song, sound removed|canción silenciada|lagu dibisukan|音乐被静音

copyright|Copyright claim|work, owner, claim|
somebody copied my film, claim on my song, answer a claim|copiaron mi obra|karya saya ditiru|作品被抄袭

trademark|Trade mark|brand, logo, shop|
shop sells copies of our brand, logo used, brand name taken|usan mi marca|jenama ditiru|商标被盗用

verified|Verified badge|badge, press, name|
how to get the badge, badge lost, badge refused|insignia verificada|lencana disahkan|认证标志

username|Change of a name|handle, letters, days|
change my name, name taken, name change locked|cambiar nombre de usuario|tukar nama pengguna|改用户名

language|Language of the app|menu, keyboard, region|
app is in the wrong language, menu changed, set language|idioma incorrecto|bahasa aplikasi salah|语言错了

notifications|Notifications|sound, badge, phone|
too many notifications, no notifications, switch off sounds|demasiadas notificaciones|terlalu banyak notifikasi|通知太多

storage|Storage and cache|space, phone, memory|
app takes too much space, clear cache, phone full|ocupa espacio|storan penuh|占用内存

battery|Battery and heat|phone, screen, hours|
phone gets hot, battery empty, app drains battery|se calienta el móvil|telefon panas|手机发烫

update|Update of the app|version, store, phone|
cannot update, app crashes after update, old version|no se actualiza|tak boleh kemas kini|更新失败

events|Tickets for events|seat, date, door|
ticket not received, event moved, seat changed|entrada no recibida|tiket tak terima|没收到门票

partner|Partner programme|contract, level, manager|
apply as a partner, partner level lost, new manager|programa de socios|program rakan|合作伙伴计划

affiliate|Affiliate links|commission, link, sale|
commission missing, link broken, sale not counted|comisión perdida|komisen hilang|佣金没算

seller|Seller onboarding|documents, store, check|
open a store, documents refused, store on hold|abrir una tienda|buka kedai|开店审核

stock|Stock and catalogue|item, list, price|
item out of stock, price wrong, list rejected|sin existencias|stok habis|缺货

returns|Returns to a seller|label, box, days|
send it back, return label missing, return refused|devolver al vendedor|pulang kepada penjual|退货

warehouse|Warehouse|pallet, dock, scan|
pallet missing, scan failed, dock closed|falta un palé|palet hilang|仓库缺货盘

loyalty|Points and levels|points, level, reward|
points expired, level dropped, reward missing|puntos perdidos|mata ganjaran hilang|积分没了

survey|Surveys|answer, prize, link|
survey link broken, prize not sent, stop surveys|encuesta no abre|pautan tinjauan rosak|问卷打不开

press|Press requests|journalist, quote, date|
journalist wants a quote, interview, press photo|periodista pide cita|wartawan minta petikan|媒体采访

careers|Jobs with us|application, interview, offer|
apply for a job, interview date, no answer to application|solicitud de empleo|mohon kerja|应聘没回复

office|Office and devices|laptop, badge, desk|
laptop broken, badge lost, desk booking|portátil roto|komputer riba rosak|电脑坏了

travel|Travel of staff|flight, hotel, claim|
book a flight, hotel too dear, expense claim|reservar vuelo|tempah penerbangan|订机票

training|Training of staff|course, test, date|
book a course, test failed, certificate missing|curso obligatorio|kursus wajib|培训证书
"""
SECTIONS = (
    "Purpose", "When to use it, and when not", "Before you open the content", "What to find out", "What to do",
    "What to say", "Who to escalate to, and by when", "What never to do", "Records", "After the case", "Example",
)  # fmt: skip
STEPS = (
    ("do", "Read the {noun} and the last message about {topic}"), ("do", "Check the {noun} of {product} in {market}"),
    ("do", "Ask the person for the {noun} and the date"), ("do", "Compare the {noun} with what {name} says"),
    ("do", "Hold the {noun} until the check is done"), ("do", "Write to the person what happens with the {noun}"),
    ("do", "Tell the {product} team about the {noun}"), ("do", "Correct the {noun} and note who did it"),
    ("do", "Send the {noun} again and set a reminder"), ("do", "Close the case about {topic}"),
)  # fmt: skip
SENTENCES = (
    "The {noun} of {product} comes from {name}, and {market} has its own form for it.",
    "Look at the {noun} first; the rest of {topic} can wait until {name} has answered.",
    "In {market} the {noun} is sent within two days, and the person hears of it on the same day.",
    "If the {noun} is missing, ask {name} for it and write down what was said about {topic}.",
    "Nobody promises a date for the {noun} before {product} has confirmed it.",
)
_SYLLABLES = ("ba", "cor", "den", "fi", "gra", "hu", "jol", "ka", "lem", "mi", "nor", "pe", "qui", "ras", "sto", "ti",
              "ul", "ven", "wi", "xan", "yo", "zu",
              "acc", "ount", "rep", "ort", "pol", "ice", "chi", "ld", "pho", "to")  # fmt: skip


def files(real: Mapping[str, str], procedures: int = 1000, workflows: int = 200) -> dict[str, str]:
    """The files of a real handbook with a made-up help desk beside them: path -> text, the same each time."""
    chance = Random(20261126)  # noqa: S311 - nothing here is secret
    topics = [topic.replace("\n", "").split("|") for topic in TOPICS.strip().split("\n\n")]
    said = _sentences(real)
    found = dict(real)
    found["register/glossary.yml"] = real["register/glossary.yml"].rstrip() + "\n\n" + "".join(map(_term, topics))
    combined = list(product(topics, PRODUCTS, MARKETS))
    for number, (topic, thing, market) in enumerate(combined[:procedures]):
        name = f"{topic[0]}-{thing}-{market}".casefold()
        found[f"procedures/desk-{thing.casefold()}/{name}.md"] = _procedure(topic, thing, market, number, chance, said)
    for number, (topic, thing) in enumerate(list(product(topics, PRODUCTS))[:workflows]):
        name = f"desk-{topic[0]}-{thing}".casefold()
        found[f"workflows/desk-{thing.casefold()}/{name}.yml"] = _workflow(topic, thing, number, chance, said)
    return found


def _sentences(real: Mapping[str, str]) -> list[str]:
    """Sentences of the real pages, which the made-up ones quote."""
    lines = (line.strip() for path, text in sorted(real.items()) if path.endswith(".md") for line in text.split("\n"))
    return [line for line in lines if line[:1].isalpha() and line.endswith(".") and not set("[]{}:|`#") & set(line)]


def _term(topic: Sequence[str]) -> str:
    name, title, _, english, spanish, malay, chinese = topic
    said = {"en": english, "es": spanish, "ms": malay, "zh": chinese}
    phrases = "".join(f"    {language}: [{words}]\n" for language, words in said.items())
    return f"desk-{name}:\n  term: {title}\n  means: What the desk does about it.\n  reporters-say:\n{phrases}"


def _text(topic: Sequence[str], thing: str, market: str, chance: Random, said: Sequence[str]) -> Iterator[str]:
    """Some sentences on a topic; every fourth is one of the real handbook."""
    nouns = topic[2].split(", ")
    for _ in range(chance.randint(3, 6)):
        if chance.random() < 0.25:  # noqa: PLR2004 - as the docstring says
            yield chance.choice(said)
            continue
        name = "".join(chance.choices(_SYLLABLES, k=chance.randint(2, 4))).capitalize()
        yield chance.choice(SENTENCES).format(
            noun=chance.choice(nouns), product=thing, market=market, topic=topic[1].casefold(), name=name
        )


def _procedure(topic: Sequence[str], thing: str, market: str, number: int, chance: Random, said: Sequence[str]) -> str:
    sections = "\n".join(f"## {title}\n\n{' '.join(_text(topic, thing, market, chance, said))}\n" for title in SECTIONS)
    return (
        f"---\ntitle: {topic[1]}, {thing}, {market}\nsummary: What the desk does in {market} about it.\n"
        f"number: SOP-{10000 + number}\nowner: policy-design\naudience: [safety-support]\nreview-every: 12 months\n"
        f"terms: [desk-{topic[0]}]\nchanges:\n  - from: 2026-11-02\n    what: The first version.\n"
        f"    approved-by: [quality]\n---\n\n{sections}"
    )


def _workflow(topic: Sequence[str], thing: str, number: int, chance: Random, said: Sequence[str]) -> str:
    nouns = topic[2].split(", ")
    steps = []
    for at, (verb, words) in enumerate(STEPS):
        market, name = chance.choice(MARKETS), chance.choice(_SYLLABLES).capitalize()
        title = words.format(
            noun=chance.choice(nouns), product=thing, market=market, topic=topic[1].casefold(), name=name
        )
        details = " ".join(_text(topic, thing, market, chance, said))
        last = "    go: done-with-it\n" if at == len(STEPS) - 1 else ""
        steps.append(
            f"  step-{at + 1}:\n    {verb}: {title}\n    within: {at + 1} hours\n{last}"
            f"    details: |\n      {details}\n"
        )
    return (
        f"title: Deal with {topic[1].casefold()} of {thing}\nsummary: From the question to the answer.\n"
        f"number: WF-{10000 + number}\nprocedure: {topic[0]}-{thing.casefold()}-{MARKETS[0].casefold()}\n"
        f"starts-when: Somebody asks about {topic[2]}.\nteam: safety-support\nseverity: P3\n"
        f"outcomes:\n  done-with-it: The person knows\n\nsteps:\n" + "\n".join(steps)
    )
