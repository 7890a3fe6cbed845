"""Names as one hears them in the United Kingdom, of many origins, put together for the benchmarks."""

from __future__ import annotations

_GIVEN = """
Olivia Amelia Isla Ava Ivy Freya Lily Florence Mia Willow Rosie Sophia Isabella Grace Daisy Sienna Poppy Elsie Evelyn
Charlotte Evie Phoebe Maya Alice Harper Maeve Matilda Emily Aria Ella Elodie Sofia Hallie Ada Mabel Olive Eleanor Luna
Penelope Margot Millie Isabelle Ottilie Nancy Eliza Violet Bonnie Erin Orla Robyn Thea Arabella Zara Chloe Eva Jessica
Layla Aurora Clara Lottie Edith Emma Iris Hannah Beatrice Darcey Delilah Ruby Imogen Lyla Rose Molly Martha Lucy
Harriet Noah Muhammad George Oliver Leo Arthur Luca Theodore Oscar Henry Archie Jack Freddie Theo Charlie Harry Arlo
Alfie Jude Albie Thomas Finley Alexander Edward Hugo Reuben Lucas Roman William Rory Joshua Isaac Ezra Louie Tommy
Ronnie Teddy Jaxon Sonny Benjamin Rowan Max Adam Ralph Reggie Otis Caleb Elijah Kai Toby Daniel Samuel Joseph Dylan
Nathan Callum Aisha Fatima Maryam Khadija Zainab Amina Hafsa Sumaya Noor Yasmin Sana Iqra Hira Ayesha Safiya Rabia
Mariam Nadia Leila Mohammed Ahmed Ali Hassan Hussain Ibrahim Yusuf Omar Bilal Hamza Zayn Imran Tariq Usman Khalid
Abdullah Faisal Rashid Priya Anjali Deepa Kavita Meera Nisha Pooja Rani Sunita Shreya Aaliyah Divya Lakshmi Ananya
Ishani Simran Harpreet Arjun Rohan Vikram Sanjay Rahul Amit Dev Krishna Ravi Aarav Gurpreet Manpreet Jaspal Kiran
Nikhil Suresh Anil Vijay Zofia Agnieszka Katarzyna Małgorzata Joanna Magdalena Anna Ewa Maja Julia Wiktoria Aleksandra
Oliwia Natalia Kasia Jakub Piotr Krzysztof Tomasz Paweł Michał Marcin Łukasz Mateusz Szymon Filip Kacper Wojciech
Grzegorz Andrzej Dawid Ioana Andreea Mihaela Elena Cristina Gabriela Ștefan Andrei Mihai Ionuț Alexandru Bogdan Radu
Florin Vlad Adrian Chiamaka Ngozi Adaeze Funke Folake Yetunde Temitope Ifeoma Oluwaseun Chinedu Emeka Tunde Kwame Kofi
Ama Abena Akosua Blessing Precious Patience Comfort Femi Ayodele Babatunde Tendai Tapiwa Rutendo Nomsa Thandiwe Sipho
Amara Zuri Siân Rhiannon Carys Cerys Ffion Nia Seren Bethan Angharad Gwen Dafydd Rhys Gareth Iwan Owain Llewelyn Huw
Ieuan Aled Siobhán Aoife Niamh Saoirse Ciara Caoimhe Róisín Gráinne Seán Ciarán Eoin Oisín Pádraig Cillian Fionn
Declan Conor Liam Mhairi Eilidh Catriona Morag Iona Fiona Hamish Angus Ewan Fraser Lachlan Alasdair Duncan Gregor
Struan Mairi Ailsa Mei Ling Xin Wei Jing Yan Hui Chen Jia Hao Minh Linh Thuy Trang Duc Tuan Hiroshi Yuki Sakura Soo
Jin Hyun Min Leyla Elif Zeynep Ayşe Fatma Emine Mehmet Mustafa Emre Murat Özlem Gülsüm Shirin Parisa Reza Farhad
Soraya Azadeh María José Carmen Lucía Javier Miguel Inês João Tiago Beatriz Catarina Rui Giulia Francesca Matteo
Lorenzo Alessia Svetlana Olena Oksana Natasha Iryna Dmytro Andriy Yaroslav Bohdan Tetiana Mykola Zsófia László Gábor
Eszter Mary-Ann
"""
_FAMILY = """
Smith Jones Williams Taylor Brown Davies Evans Wilson Thomas Johnson Roberts Robinson Thompson Wright Walker White
Edwards Hughes Green Hall Lewis Harris Clarke Patel Jackson Wood Turner Martin Cooper Hill Ward Morris Moore Clark Lee
King Baker Harrison Morgan Allen James Scott Phillips Watson Davis Parker Price Bennett Young Griffiths Mitchell Kelly
Cook Carter Richardson Bailey Collins Bell Shaw Murphy Miller Cox Richards Khan Marshall Anderson Simpson Ellis Adams
Singh Begum Wilkinson Foster Chapman Powell Webb Rogers Gray Mason Ali Hunt Hussain Campbell Matthews Owen Palmer
Holmes Mills Barnes Knight Lloyd Butler Russell Barker Fisher Stevens Jenkins Murray Dixon Harvey Graham Pearson Ahmed
Fletcher Walsh Kaur Gibson Howard Andrews Stewart Elliott Reynolds Saunders Payne Fox Ford Pearce Day Brooks West
Lawrence Cole Atkinson Bradley Spencer Gill Dawson Watts Burton O'Brien Wells Newman Hart Read Carr Rose Barrett Perry
Grant Hudson Hayes Warren Shah Burns Holland Webster Robertson Hamilton Cunningham Ferguson MacDonald McDonald
McKenzie MacLeod McCarthy O'Connor O'Neill O'Sullivan Byrne Ryan Doyle Gallagher Doherty Kennedy Lynch Quinn
McLaughlin Connolly Nolan Daly Fitzgerald Brennan Farrell Duffy Donnelly Maguire McGrath Regan Keane Sweeney Boyle
Flanagan Hennessy Cassidy Nowak Kowalska Kowalski Wiśniewska Wójcik Kowalczyk Kamińska Lewandowski Zieliński Szymańska
Woźniak Dąbrowska Kozłowski Jankowska Mazur Krawczyk Piotrowska Grabowski Pawłowska Michalski Król Wieczorek Jabłońska
Wróbel Majewski Stępień Olszewska Popescu Ionescu Popa Radu Dumitrescu Stoica Gheorghe Munteanu Matei Constantin
Șerban Moldovan Petrescu Lupu Ciobanu Mohammed Rahman Islam Chowdhury Miah Uddin Akhtar Hassan Iqbal Malik Mahmood
Hussein Siddiqui Qureshi Sheikh Aziz Akram Rashid Butt Chaudhry Raza Bashir Saleem Javed Farooq Anwar Haider Abbasi
Mirza Shaikh Kazi Ansari Abdi Omar Yusuf Warsame Farah Jama Osman Ismail Al-Hassan Al-Masri El-Sayed Haddad Khalil
Mansour Nasser Saleh Tawfiq Abdallah Darwish Najjar Sharma Gupta Kumar Verma Mehta Joshi Desai Rao Reddy Nair Iyer
Menon Pillai Banerjee Chatterjee Mukherjee Das Bose Sandhu Dhillon Grewal Sidhu Bains Johal Atwal Sahota Virdi Bhatti
Chahal Mann Randhawa Kapoor Malhotra Chopra Agarwal Thakur Okafor Okonkwo Adeyemi Adebayo Ogunleye Oyelaran Balogun
Afolabi Nwosu Eze Chukwu Obi Ibrahim Bello Abubakar Onyeka Mensah Owusu Boateng Asante Agyeman Osei Appiah Amoah Addo
Ofori Moyo Ncube Dube Sibanda Ndlovu Chikwanha Mutasa Banda Phiri Mwangi Kamau Otieno Wanjiru Njoroge Tesfaye Bekele
Haile Abebe Kebede Tekle Gebre Diallo Traoré Kone Camara Wang Li Zhang Liu Chen Yang Huang Zhao Wu Zhou Xu Sun Ma Zhu
Lin Ho Cheung Wong Chan Lau Leung Ng Yip Tang Cheng Lam Nguyen Tran Pham Hoang Phan Vu Dang Bui Do Ngo Kim Park Choi
Jung Kang Tanaka Suzuki Takahashi Watanabe Santos Reyes Cruz Garcia Bautista Ramos Mendoza Villanueva Silva Sousa
Ferreira Pereira Oliveira Costa Rodrigues Martins Fernandes Gonçalves Almeida Ribeiro Carvalho García Fernández
González Rodríguez López Martínez Sánchez Pérez Gómez Jiménez Núñez Rossi Russo Ferrari Bianchi Romano Colombo Ricci
Esposito Conti Marino Schmidt Müller Weber Schäfer Hoffmann Dubois Lefèvre Yılmaz Kaya Demir Şahin Çelik Yıldız Öztürk
Aydın Arslan Doğan Papadopoulos Georgiou Christou Nicolaou Constantinou Shevchenko Kovalenko Bondarenko Tkachenko
Petrenko Ivanov Petrov Horváth Kovács Szabó Tóth Nagy Novák Svoboda Dvořák Jonasson Eriksson Lindqvist Nielsen
Sørensen Ødegård Smith-Jones Taylor-Brown Hughes-Davies Campbell-Ward Brown-Okafor Lloyd-Evans Carter-Khan St-John
Fitzpatrick Featherstone Ramsbottom Ainsworth Entwistle Pickering Thistlewood
"""
GIVEN, FAMILY = _GIVEN.split(), _FAMILY.split()
