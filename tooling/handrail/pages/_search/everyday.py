"""Everyday words that mean much the same, in the languages in which people report, with their short forms.

General language, no matter what a handbook is about; what is special to one stands in its glossary. Words are single,
or Chinese; each paragraph is one meaning. It serves a handbook when one of its words occurs there.
"""

from collections.abc import Collection, Iterator

from handrail.pages._search.words import folded, is_han, stem

FAMILIES = """
photo picture image pic pics pix pict snap selfie gambar gmbr foto imej 照片 图片 图像 影像 相片 imagen retrato bild
bilder aufnahme photos cliche images

video clip vid footage recording recorded film rakaman vidio 视频 录像 影片 grabacion grabar filmen aufnahme videos
filme filmer enregistrement

nude naked nudity undressed topless bogel telanjang lucah 裸照 裸体 裸 不雅 desnudo desnuda desnudez pack nackt
nacktbild nacktbilder nacktfoto nacktfotos unbekleidet nu nue nus nues nudite denudee

intimate private personal intim peribadi sulit 私密 亲密 隐私 intimo intima privado privada privat intime vertraulich
intimes prive privee prives

child kid minor children underage teen teenager youngster boy girl pupil toddler budak kanak kanak2 remaja anak 儿童
孩子 小孩 未成年 幼女 幼童 男孩 女孩 niño niña menor menores hijo hija adolescente chico chica kind kinder
minderjährig minderjährige jugendliche junge mädchen enfant enfants mineur mineure mineurs ado garçon fille gamin

son daughter child kid mum mom mother parent father dad guardian anak ibu bapa mak ayah 女儿 儿子 家长 父母 妈妈 爸爸
hijo hija madre padre mama papa sohn tochter mutter vater eltern fils fille mère père parents

boyfriend girlfriend ex partner husband wife bf gf kekasih bekas suami isteri awek pakwe 男友 女友 前任 前男友 前女友
丈夫 妻子 novio novia pareja marido esposa freund freundin mann frau exfreund ehemann copain copine mari femme
conjoint petit

consent permission agreed allowed asking kebenaran izin 同意 许可 允许 permiso consentimiento einwilligung zustimmung
erlaubnis einverstanden consentement accord

share post spread upload leak publish circulate posted uploaded leaked publicised sebar sebarkan tersebar kongsi muat
naik bocor dedah viral 传播 泄露 上传 发布 分享 发到 流出 曝光 compartir publicar subir filtrar difundir publico subio
filtraron pasaron teilen geteilt verbreiten verbreitet veröffentlicht hochgeladen gepostet partager partage publie
publiee publier diffuse diffuser divulgue

delete remove erase deletion removal takedown padam buang hapus turun keluarkan 删除 移除 下架 删掉 borrar eliminar
quitar retirar retirada löschen gelöscht entfernen entfernt weg supprimer suppression supprime effacer retirer retrait
enlever effacement

hide restrict limit block blocked restriction sekat sembunyi halang 隐藏 限制 屏蔽 封锁 ocultar bloquear restringir
limitar sperren verbergen ausblenden einschränken blockieren gesperrt cacher masquer bloquer restreindre bloque

account acct acc profile acount akaun akun profil 账号 帐号 账户 号 cuenta perfil konto benutzerkonto accounts compte
comptes

hack hacked stolen hijack hijacked compromised taken breached digodam godam dicuri rampas 被盗 盗号 黑客 盗用 hackear
hackearon robar robaron jaquear jaquearon gehackt gekapert gestohlen geklaut übernommen geknackt pirate piratee
piratage vole volee hacke

password passcode pw pwd login log kata laluan masuk 密码 登录 登陆 contraseña clave entrar passwort kennwort anmelden
einloggen mot passe connexion connecter identifiant

fake false phony imposter impostor bogus impersonate pretending pretend impersonator palsu tipu menyamar 冒充 假 假冒
伪造 冒用 falso falsa suplantar suplantacion pasar falsch falsches gefälscht fälschung imitiert ausgibt nachgemacht
faux fausse usurpation usurpe imposteur

scam fraud swindle con cheat scammer cheated tricked defraud penipuan tipu ditipu 诈骗 骗 被骗 骗钱 骗子 estafa
estafaron fraude timo estafador betrug betrüger abzocke betrogen schwindel arnaque arnaqueur escroquerie escroc

money cash pay paid payment savings transfer transferred funds duit wang bayar pindah simpanan 钱 转账 汇款 付款 存款
dinero pagar pago ahorro transferencia geld bezahlen bezahlt überweisung überwiesen zahlung ersparnisse argent payer
paye virement paiement economies

investment invest crypto bitcoin trading pelaburan labur kripto 投资 虚拟货币 inversion invertir cripto anlage
investition geldanlage krypto investissement placement investir cryptomonnaie

loan lend credit pinjaman 贷款 借钱 prestamo credito kredit darlehen pret crédit

shop store seller buy bought purchase order kedai beli jual penjual 网店 购买 卖家 买 tienda comprar compra vendedor
laden händler bestellung gekauft verkäufer kaufen boutique vendeur commande acheter achete

bank card kad 银行 卡 banco tarjeta karte geschenkkarte geschenkkarten konto banque carte cadeau

threat threaten threatening threatened menace ugut ugutan ancam ancaman mengugut 威胁 恐吓 扬言 amenaza amenazar
amenazan drohung droht bedrohung bedroht drohen morddrohung menaces menacer menacent

blackmail extort extortion ransom peras ugut pemerasan 勒索 敲诈 要挟 chantaje chantajear extorsion extorsionar
erpressung erpresst erpresser erpressen chantage rançon chanter

kill murder shoot stab attack death die dead slay bunuh mati serang tembak tikam 杀 杀人 死 砍 袭击 开枪 matar matarme
muerte asesinar atacar disparar tiroteo töten umbringen ermorden anschlag angriff sterben tot tuer mourir mort
attentat attaque tirer poignarder assassiner

suicide suicidal overdose kms unalive bunuh diri 自杀 轻生 不想活 寻死 遗书 结束生命 suicidio suicidar suicidarse
suicida quitarse selbstmord suizid umbringen suizidal leben suicider suicidaire vie mourir

cut cutting harm hurt injure selfharm wound cederakan kelar toreh luka sakit 自残 割腕 割 伤害 cortarse cortando
autolesion lastimar daño ritzen geritzt verletzen selbstverletzung schneiden schneidet scarifier mutiler
automutilation blesser coupe veines

danger emergency urgent urgently imminent immediate critical bahaya kecemasan segera 危险 紧急 立即 马上 peligro
emergencia urgente inmediato gefahr notfall dringend sofort akut urgence immédiat grave

life alive live-saving nyawa hidup 生命 活 vida vivo leben lebensgefahr vie vivant vivre

live livestream stream streaming broadcast siaran langsung 直播 directo vivo transmision übertragung liveübertragung
direct diffusion

police cop cops officer detective sheriff fbi investigator polis pegawai 警察 警方 公安 报警 policia agente polizei
polizist beamter kripo policier gendarmerie agent

law legal court judge warrant subpoena attorney lawyer prosecutor undang mahkamah hakim peguam waran 法院 法律 律师
法官 传票 ley juzgado juez abogado fiscal orden recht gesetz gericht richter beschluss anwalt staatsanwalt loi
tribunal juge avocat mandat procureur juridique

authority regulator government commission agency ministry pihak berkuasa kerajaan pengawal selia agensi 监管 机构 政府
当局 autoridad regulador gobierno agencia behörde aufsicht regierung amt regulierung autorité régulateur gouvernement
ministère

order direction instruction directive command demand notice perintah arahan notis 命令 指令 通知 要求 orden
instruccion requerimiento aviso notificacion anordnung verfügung befehl aufforderung weisung injonction ordre demande
mise

data information details record records maklumat butiran rekod 数据 信息 资料 记录 datos informacion registro daten
auskunft angaben informationen données informations renseignements

copy duplicate copies again reupload identical same reuploaded salinan sama semula 副本 重复 相同 再次 copia duplicado
igual kopie kopien duplikat wieder erneut identisch copie double identique nouveau

keep store retain preserve save freeze hold preservation retention simpan kekal bekukan 保存 保留 留存 冻结 conservar
guardar preservar aufbewahren sichern speichern behalten conserver conservation garder sauvegarder geler

evidence proof bukti 证据 证明 prueba pruebas evidencia beweis beweise beweismittel preuve preuves

report tell notify inform complaint flag reported lapor laporan adu aduan maklum 举报 报告 投诉 通报 denunciar
denuncia reportar informar avisar melden meldung gemeldet anzeigen hinweis signaler signalement signale plainte
dénoncer

answer reply respond response jawab jawapan balas 回复 答复 回应 responder respuesta contestar antwort antworten
beantworten réponse répondre

message dm chat msg text inbox messages mesej pm 私信 消息 信息 聊天 mensaje mensajes nachricht nachrichten schreibt
schreiben mesage écrit messagerie

comment comments remark caption komen ulasan 评论 留言 comentario comentarios kommentar kommentare kommentaren
commentaire commentaires

address home house street alamat rumah umah 地址 住址 家 direccion domicilio casa adresse anschrift wohnort wohnung
zuhause domicile maison

phone telephone mobile number tel telefon nombor fon 电话 手机 号码 telefono celular movil numero handy nummer
rufnummer téléphone portable numéro

identity passport ic document pengenalan kad pasport 身份证 护照 身份 证件 documento pasaporte identidad dni ausweis
pass personalausweis dokument identität pièce identité passeport carte

name person somebody someone somone nama orang seseorang 名字 有人 某人 nombre alguien persona namen jemand personne
quelqu nom

bully bullying tease mock harass harassment pick insult insulted teasing humiliate abuse buli ejek ganggu hina caci
gangguan 霸凌 欺凌 网暴 骂 骚扰 辱骂 羞辱 欺负 acoso acosar insultar insultan burlarse humillar molestar insultos
mobbing mobben gemobbt beleidigen beleidigt belästigung hänseln schikane harcèlement harcele harceler insulte insultes
moque intimidation

racist racism race ethnic religion hate hateful slur bigot kaum agama perkauman benci hina bangsa 种族 歧视 仇恨 宗教
racista racismo odio raza rassistisch rassismus hass hetze hassrede hasskommentar raciste racisme haine haineux
haineuse

terrorist terrorism extremist extremism isis jihad pengganas keganasan pelampau 恐怖 恐怖分子 极端 恐怖组织 terrorista
terrorismo extremista terror terrorismus terroristisch extremismus extremistisch terroriste terrorisme extrémiste

violent violence gun weapon knife bomb shooting ganas senjata pisau pistol bom keganasan 暴力 枪 武器 刀 血腥
violencia violento arma pistola cuchillo bomba gewalt gewalttätig waffe messer bombe pistole arme couteau fusil

school class student teacher sekolah kelas pelajar cikgu guru 学校 同学 学生 老师 escuela colegio clase alumno
profesor schule klasse schüler lehrer lehrerin école classe élève professeur collège lycée

animal pet dog cat puppy kitten horse haiwan binatang kucing anjing 动物 猫 狗 宠物 虐猫 虐狗 mascota perro gato tier
tiere hund katze haustier pferd animaux chien chat cheval

cruelty torture beat kick mistreat dera seksa pukul penderaan 虐待 折磨 打 踢 maltrato crueldad torturar golpear pegar
quälerei tierquälerei misshandlung quälen schlagen schlägt treten cruauté maltraitance torturer frapper frappe battre

sex sexual porn porno pornography obscene explicit lewd seks seksual lucah 色情 性 淫秽 sexo pornografia sexuell
pornografie sexualisiert sexuel sexuelle pornographie pédopornographie

meet meeting date appointment jumpa temu berjumpa 见面 约 约见 ver verse quedar encontrarse conocer treffen verabredet
verabredung begegnen rencontrer rencontre rendez voir

secret secretly hidden rahsia 秘密 保密 secreto geheim heimlich geheimnis cachette

adult grown older man stranger dewasa lelaki pakcik 成年 成年人 陌生 男子 网友 大叔 adulto hombre mayor desconocido
erwachsener erwachsene erwachsenen älterer fremder mann adulte adultes homme inconnu

age old year years yo yrs birthday birthdate umur tahun 年龄 岁 生日 edad años alter alt jahre jahr jährig
mindestalter geburtstag âge ans année majeur

appeal object objection contest dispute challenge review complain rayuan rayu bantah semak 申诉 上诉 异议 复核 apelar
apelacion recurso reclamar impugnar revision beschwerde einspruch widerspruch anfechten recours contester conteste
réclamation appel

ban banned suspend suspended suspension deactivate disabled terminate lock locked gantung digantung sekat 封号 封禁
停用 被封 suspender banear bloqueada cerrar sperre gesperrt sperrung suspendiert verbannt banni suspendu bloqué
fermeture

reason reasons why explanation grounds cause sebab alasan 理由 原因 为什么 motivo motivos razon causa grund gründe
begründung warum motif motifs raison raisons

decide decision judge verdict keputusan putus 决定 裁定 判定 decidir entscheidung entscheiden urteil décision décider

close finish done resolve closing complete closed tutup selesai siap 结案 关闭 完成 cerrar cierre terminar schließen
geschlossen abschließen erledigt fertig clore clôturer fermer terminer

check verify confirm prove verification validate cheklist checklist semak sahkan pengesahan saringan 检查 核实 验证
确认 verificar comprobar confirmar revisar prüfen prüfung überprüfen nachweis bestätigen vérifier vérification
contrôle confirmer

quality sample qa audit kualiti sampel 质量 质检 抽样 calidad muestra qualität stichprobe qualité échantillon

rest break pause tired exhausted leave rehat penat letih cuti 休息 累 疲惫 descanso descansar cansado pausa urlaub
müde erschöpft repos fatigué fatiguée épuisé congé

sad cry crying distressed upset sleep nightmare numb stress stressed trauma counsellor wellbeing wellness burnout
sedih nangis tertekan tidur kaunselor kesejahteraan 难受 崩溃 哭 睡不着 压力 心理 创伤 triste llorar dormir estres
bienestar traurig weinen weint belastet schlafen albtraum seelisch pleurer pleure cauchemar psychologue

graphic gore bloody disturbing blood grafik ngeri darah 血腥 恶心 画面 grafico sangre perturbador blutig grausam
verstörend blut sanglant choquant sang

shift night day handover roster syif malam 夜班 交接 班次 turno noche schicht nachtschicht übergabe ablösung équipe
nuit relève roulement

time hours clock deadline minutes days expiry expire long masa jam minit hari tempoh 时间 小时 期限 多久 一小时 天
tiempo hora horas plazo dias zeit stunde stunden frist minuten tage dauer heure heures délai jours durée

team desk colleague department lead supervisor manager pasukan rakan ketua 团队 同事 主管 equipo compañero jefe
kollege kollegin leitung schichtleiter équipe collègue chef responsable

escalate escalation pass transfer handover raise forward page call alert serah rujuk panggil hubungi 升级 转交 移交
联系 呼叫 escalar derivar pasar llamar avisar weiterleiten eskalieren übergeben anrufen rufen verständigen transférer
escalader appeler prévenir alerter

template macro text wording script reply templat teks 模板 话术 文本 plantilla texto vorlage textbaustein modèle texte
type

translate translation language terjemah bahasa 翻译 语言 traducir idioma traduccion übersetzen übersetzung sprache
traduire traduction langue

first begin start initial new incoming awal mula pertama baru 初步 开始 最初 新 inicial inicio primero empezar nuevo
erste erster anfang beginnen neu premier première début commencer

severity priority serious level p0 p1 urgent keterukan tahap keutamaan serius 严重 级别 优先 等级 gravedad prioridad
nivel schwere schweregrad priorität dringlichkeit gravité priorité niveau

crisis outage disaster krisis bencana 危机 krise krisenstab katastrophe crise cellule catastrophe

germany france eu europe european eropah 欧盟 欧洲 europa europea union deutschland frankreich allemagne

malaysia malaysian mcmc 马来西亚 大马 malasia malaisie

singapore imda singapura 新加坡 singapur singapour

forge forged deepfake ai generated artificial edited morph morphed machine edit suntingan buatan ditampal 换脸 合成
人工智能 深度伪造 inteligencia falso editado montage fälschung künstliche bearbeitet truqué truquée générée
intelligence artificielle

friend buddy mate kawan rakan 朋友 amigo amiga freund freunde kumpel kollege ami amie amis

follow followup afterwards later susulan 跟进 后续 seguimiento nachfassen folgen später suivi suivre

lie lied false wrong mistake mistaken error erroneous salah silap bohong 错误 误判 谎报 错 equivocado mentira mal lüge
gelogen irrtum fehler versehen mensonge menti erreur faute

uploader poster owner creator author pemuat pemilik pencipta 上传者 作者 发布者 autor creador dueño hochlader urheber
verfasser auteur expéditeur

reporter victim complainant witness pelapor mangsa 举报人 受害者 受害人 denunciante victima melder opfer betroffene
zeuge victime plaignant témoin

trusted reliable priority dipercayai 可信 fiable confianza vertrauenswürdig vertrauenswürdiger confiance

flagger notifier pelapor 举报者 alertador hinweisgeber melder signaleur
"""


def families(known: Collection[str]) -> tuple[tuple[str, ...], ...]:
    """The paragraphs that serve a handbook with these words, each word as the search compares it."""
    every = (tuple(dict.fromkeys(_words(text))) for text in FAMILIES.split("\n\n"))
    return tuple(words for words in every if any(word in known for word in words))


def _words(text: str) -> Iterator[str]:
    for word in folded(text):
        if is_han(word) or len(word) > 1:
            yield word if is_han(word) else stem(word)
