"""The names of the people in the demo tenant: a language a line with a telephone code, given and family names.

`name/ascii` gives the spelling for an e-mail address where the script itself does not; `_` stands for a space.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import NamedTuple

_PEOPLE = """
en 44: Olivia George Amelia Harry Freya Oliver Isla Arthur Poppy Theodore Grace Alfie Imogen Hugo Beatrice Rupert | Ashworth Bennett Clarke Davies Ellison Fairbairn Hargreaves Holloway Kirby Lockwood Pemberton Radcliffe Thornton Whitfield Winslow Okell
us 1: Madison Jayden Harper Mason Aaliyah Tyrone Savannah Wyatt DeShawn Brooklyn Xavier Jasmine Cody Latoya Travis Skyler | Anderson Brooks Carter Freeman Hayes Jefferson Kowalczyk Mitchell Parker Ramirez Robinson Sullivan Tucker Vance Washington Youngblood
ie 353: Saoirse Cillian Niamh Oisín Aoife Darragh Caoimhe Fionn Róisín Eoin Siobhán Pádraig Gráinne Tadhg Orla Cormac | O’Brien Byrne Murphy Kelly Ó_Néill/oneill Walsh Gallagher Doyle McCarthy Kavanagh Fitzgerald O’Connor Brennan Nolan Keane
fr 33: Chloé Léo Camille Raphaël Élodie Théo Inès Maël Zoé Gaël Clémence Anaïs Jérôme Océane François Noémie | Bernard Dubois Lefèvre Moreau Rousseau Girard Mercier Garçon Léger Beaumont d’Aubigné Fontaine Gauthier Chevalier Delacroix Lemaître
de 49: Hannah Jürgen Lena Björn Käthe Maximilian Mia Günther Sophie Matthias Annika Jörg Heike Florian Mareike Sönke | Müller Schröder Weiß Fischer Köhler Krüger Jäger Böhm Voß Zimmermann Hofmann Groß Lüdtke Brandt von_Hülsen/vonhuelsen
es 34: Lucía Álvaro Martina Íñigo Sofía Joaquín Begoña Raúl Paula Ángel Nuria Iván Carmen Sebastián Ximena Andrés | García Fernández Núñez Ibáñez Muñoz Cortés Peña Vázquez Castaño Domínguez Gutiérrez Herrera Ordóñez Pérez Quiñones Zúñiga
pt 351: Beatriz João Inês Gonçalo Mariana Tomás Conceição Luís Catarina Simão Joana Estêvão Lívia Thiago Iara Caetano | Silva Gonçalves Araújo Conceição Magalhães Simões Brandão Guimarães Falcão Leitão Nóbrega Teixeira Barbosa Pacheco Sampaio Rebelo
it 39: Giulia Niccolò Chiara Matteo Alessia Lorenzo Beatrice Davide Ginevra Pietro Ilaria Gianluca Noemi Tommaso Fiorella Dario | Rossi Esposito Bianchi Ferrari Colombo Ricci Marino Greco Lombardi Moretti Conti Galli Santoro Caruso D’Angelo Bellini
nl 31: Sanne Daan Femke Joost Lieke Thijs Marijke Sjoerd Noor Ruben Anouk Wouter Roos Maarten Fleur Jelle | Bakker Visser Smit Mulder Bos Vermeulen Dekker Hoekstra Kuipers Wijnands Schuurman Postma Jansen Bosch Brouwer Dijkstra
nordic 46: Åsa Søren Astrid Øyvind Ingrid Håkan Freja Jørgen Sigrid Mårten Kjersti Bjarne Þórunn Ragnar Solveig Lars | Lindqvist Østergaard Bjørnstad Håkansson Sørensen Ångström Nygård Jónsdóttir Dahl Møller Sjöberg Strand Rønning Holm Kjær Bergström
fi 358: Aino Väinö Eevi Onni Päivi Juhani Säde Mikko Helmi Eero Tuulikki Jyrki Lumi Antti Kerttu Sampo | Mäkinen Virtanen Hämäläinen Korhonen Järvinen Nieminen Heikkilä Koskinen Lehtonen Kärkkäinen Salo Turunen Väisänen Rantanen Ojala Pöysti
pl 48: Zofia Łukasz Agnieszka Michał Małgorzata Paweł Żaneta Stanisław Jagoda Wojciech Bożena Grzegorz Kinga Rafał Świętosława Jan | Kowalska Wiśniewski Wójcik Kamiński Lewandowski Zieliński Szymański Woźniak Dąbrowski Kozłowska Jabłoński Mazur Krawczyk Piotrowski Grabowska Żak
cz 420: Tereza Tomáš Eliška Jiří Kateřina Ondřej Šárka Matěj Lenka Zdeněk Barbora Václav Markéta Řehoř Alžběta Libor | Nováková Svoboda Dvořák Černý Procházka Kučera Veselý Horák Němcová Pokorný Růžička Fiala Zeman Kolář Šimek Čížek
hu 36: Réka Bence Eszter Ádám Zsófia Gergő Boglárka Levente Ágnes László Tünde Zoltán Csilla Máté Kinga Ödön | Nagy Szabó Tóth Horváth Kovács Farkas Molnár Németh Balogh Lakatos Mészáros Székely Fehér Gál Rácz Szűcs
gr 30: Ελένη/eleni Γιώργος/giorgos Μαρία/maria Νίκος/nikos Αθηνά/athina Δημήτρης/dimitris Katerina Stavros Ioanna Panagiotis Despina Kostas | Παπαδόπουλος/papadopoulos Νικολάου/nikolaou Γεωργίου/georgiou Antoniou Karagiannis Vlachos Makris Stathopoulou Ioannidis Economou
uk 380: Оксана/oksana Тарас/taras Леся/lesia Богдан/bohdan Соломія/solomiia Андрій/andrii Yaroslava Mykola Daryna Ostap Nadiia Petro | Шевченко/shevchenko Коваленко/kovalenko Бондар/bondar Ткачук/tkachuk Lysenko Melnyk Kravchuk Savchenko Hrytsenko Moroz
balkan 385: Željka Dušan Čedomir Snežana Đorđe Živa Ivana Goran Ștefan Ioana Mădălina Răzvan Gergana Blagoj Drita Ylli | Kovačić Đurić Petrović Šarić Žnidaršič Popescu Ionescu Țepeș Dimitrov Stoyanova Hoxha Berisha Jovanović Horvat Vuković Stanković
tr 90: Zeynep Çağlar Elif Şükrü Ayşegül Oğuz Gül Işıl Kerem Büşra Ümit Defne Özgür İpek Burak Nilüfer | Yılmaz Şahin Öztürk Çelik Yıldız Aydın Koç Doğan Kılıç Güneş Aslan Çetin Kurt Özdemir Türkmen Erdoğmuş
ar 20: Layla Omar Noor Yusuf Salma Khalid Amina Tariq Hala Ziad Rania Samir فاطمة/fatima أحمد/ahmad مريم/maryam يوسف/yousef | Haddad Al-Masri/almasri Mansour Khoury Nasser Saleh Aziz Farouk Hamdan Darwish Zaki Boutros القاسم/alqasim الشريف/alsharif Bakri Rahman
he 972: Noa Eitan Tamar Yonatan Shira Amit Avigail Nadav נועה/noa איתן/eitan תמר/tamar Lior | Levi Mizrahi Peretz Friedman Azoulay Ben-David/bendavid Shapiro Katz כהן/cohen ביטון/biton Golan Rosen
fa 98: Shirin Darius Nasrin Kaveh Parisa Behrouz Golnaz Siamak Mahsa Arash Roya Farhad | Hosseini Karimi Tehrani Rahimi Farahani Ebadi Moradi Sadeghi Kazemi Bahrami Jafari Sohrabi
in 91: Aarav Ananya Vihaan Diya Arjun Ishita Rohan Meera Kabir Saanvi प्रिया/priya अर्जुन/arjun Karthik Lakshmi Nikhil Padmini | Sharma Iyer Patel Reddy Chatterjee Nair Singh Kulkarni Banerjee Menon Rao Gupta Krishnamurthy Deshpande शर्मा/sharma Bhattacharya
lk 94: Nimali Chaminda Dilini Kasun Sanduni Ruwan Tharushi Anura Farzana Imran Nusrat Tanvir | Perera Wickramasinghe Jayawardena Fernando Gunasekara Ratnayake Rahman Chowdhury Hossain Siddiqui Begum Karunaratne
cn 86: 伟/wei 芳/fang 秀英/xiuying 敏/min 静/jing 磊/lei 洋/yang 艳/yan Xiaoming Lihua Zihan Yuxuan Haoran Meilin Jianguo Ruolan | 王/wang 李/li 张/zhang 刘/liu 陈/chen 杨/yang 赵/zhao 黄/huang Zhou Wu Xu Sun Ma Zhu Hu Ouyang
jp 81: 陽菜/hina 蓮/ren さくら/sakura 大輔/daisuke 美咲/misaki 健太/kenta 葵/aoi 翔太/shota Haruka Takeshi Yuki Kaito Emi Naoki Ayumi Hiroshi | 佐藤/sato 鈴木/suzuki 高橋/takahashi 田中/tanaka 伊藤/ito 渡辺/watanabe 山本/yamamoto 中村/nakamura Kobayashi Kato Yoshida Yamada Sasaki Matsumoto Inoue Kimura
kr 82: 지우/jiwoo 민준/minjun 서연/seoyeon 도윤/doyun 하은/haeun 예준/yejun Jihye Sungmin Eunji Hyunwoo Soojin Taeyang | 김/kim 이/lee 박/park 최/choi 정/jung 강/kang Cho Yoon Jang Lim Han Oh
vn 84: Thảo Minh Hương Tuấn Linh Đức Ngọc Quân Trâm Bảo Phượng Khánh Ánh Hải Yến Sơn | Nguyễn Trần Lê Phạm Hoàng Phan Vũ Đặng Bùi Đỗ Hồ Ngô Dương Lý Võ Trịnh
sea 62: Siti Budi Dewi Agus Putri Rizky Maria-Clara/mariaclara José Malaya Andres Somchai Ploy Ananda สมศรี/somsri ธนา/thana Aung | Santoso Wijaya Hidayat Nasution Lubis Santos dela_Cruz/delacruz Bautista Reyes Magsaysay Chaiyasit Srisuk Thant Suwan Pratama
ng 234: Chinedu Ngozi Ọlá Funmilayo Emeka Adaeze Tunde Yetunde Ìfẹ́olúwa Obinna Zainab Musa Amara Chukwudi Sadé Ibrahim | Okafor Adeyemi Nwosu Balogun Eze Ọlátúnjí Okonkwo Abubakar Onyeka Bello Afolabi Danjuma Uche Lawal Ekwueme Ogunbanjo
africa 254: Wanjiru Kamau Thandiwe Sipho Akua Kwame Tigist Dawit Nomvula Themba Aminata Moussa Makena Baraka Lindiwe Fatou | Njoroge Mwangi Dlamini Nkosi Mensah Owusu Tesfaye Bekele Khumalo Mokoena Diallo Traoré Otieno Kipchoge Ndlovu N’Diaye
latam 52: Valentina Mateo Camila Santiago Renata Emiliano Ximena Thiago Itzel Cuauhtémoc Nayeli Amaru Yatziri Inti Fernanda Benjamín | Hernández Martínez Quispe Mamani Rojas Contreras Sandoval Cárdenas Huamán Villanueva Maldonado Espinoza Bolaños Ávila Yáñez Carvajal
pacific 64: Anahera Tāne Leilani Keoni Sina Ioane Māia Wiremu Moana Tavita Hēni Kahu | Ngata Te_Rangihuna/terangihuna Kealoha Tuilagi Fonoti Parata Kekoa Faleolo Tūhoe Henare Matai
"""  # noqa: E501, RUF001 - a language a line; names are spelled as their owners spell them

_PLAIN = str.maketrans(
    {"ø": "o", "ł": "l", "ß": "ss", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "\u0131": "i", "ə": "e"}
)


class Name(NamedTuple):
    """A name as it is written, and as it stands in an e-mail address."""

    text: str
    plain: str


class Language(NamedTuple):
    """What people who share a language are called, and where their telephones are."""

    given: tuple[Name, ...]
    family: tuple[Name, ...]
    calling_code: str


def plain(text: str) -> str:
    """`text` in lower-case ASCII letters; empty where its script has no such letters."""
    bare = unicodedata.normalize("NFKD", text.lower().translate(_PLAIN))
    return "".join(letter for letter in bare if letter.isascii() and letter.isalpha())


def _read(words: str) -> tuple[Name, ...]:
    pairs = (word.replace("_", " ").partition("/") for word in words.split())
    return tuple(Name(text, spelled or plain(text)) for text, _, spelled in pairs)


@cache
def languages() -> tuple[Language, ...]:
    """Every language with its names."""
    found = []
    for line in _PEOPLE.strip().splitlines():
        head, _, names = line.partition(":")
        given, _, family = names.partition("|")
        found.append(Language(_read(given), _read(family), head.split()[1]))
    return tuple(found)
